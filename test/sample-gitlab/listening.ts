/** Opens and closes servers on the loopback address. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** @returns the port; 0 asks for any free one. */
export const listen = async (server: Server, port: number): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  // A TCP server has an address object; only pipes have a string.
  return (server.address() as AddressInfo).port;
};

/** Ends open connections too. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
