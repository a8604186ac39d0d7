/** The memory store. */
import { openMemoryStore } from "../../src/store/memory.ts";
import { storeContract } from "../contracts/store-contract.ts";

storeContract("memory", async () => openMemoryStore());
