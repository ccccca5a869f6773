/** Gives a test a world of its own and closes it, however the test ends. */
export const usingWorld =
  <W extends { close(): Promise<void> }>(createWorld: () => Promise<W>) =>
  (test: (world: W) => Promise<void>) =>
  async (): Promise<void> => {
    const world = await createWorld();
    try {
      await test(world);
    } finally {
      await world.close();
    }
  };
