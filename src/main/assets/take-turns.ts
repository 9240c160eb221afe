/** Runs work with the same key one at a time; work with other keys does not wait for it. */
export interface TurnTaker {
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T>
}

export function createTurnTaker(): TurnTaker {
  const last = new Map<string, Promise<unknown>>()
  return {
    inTurn: async (key, work) => {
      const previous = last.get(key) ?? Promise.resolve()
      const mine = previous.then(work, work)
      last.set(key, mine)
      try {
        return await mine
      } finally {
        if (last.get(key) === mine) last.delete(key)
      }
    },
  }
}
