import { createAhoCorasick } from "../../../src/detect/prefilter/aho-corasick.ts";
import { prefilterContract } from "../../contracts/prefilter-contract.ts";

prefilterContract("aho-corasick", createAhoCorasick);
