/** Numbers from 0 in disjoint sets (union–find with path halving). */
export interface DisjointSets {
  join(first: number, second: number): void
  areJoined(first: number, second: number): boolean
  /** Sets of two or more, each ascending. */
  list(): number[][]
}

export function createDisjointSets(count: number): DisjointSets {
  const above = Uint32Array.from({ length: count }, (_, n) => n)

  function find(n: number): number {
    let at = n
    while (above[at] !== at) {
      above[at] = above[above[at]!]!
      at = above[at]!
    }
    return at
  }

  return {
    join(first, second) {
      const [a, b] = [find(first), find(second)]
      // The smaller number becomes the root: flat enough without ranks.
      if (a < b) above[b] = a
      else above[a] = b
    },
    areJoined: (first, second) => find(first) === find(second),
    list() {
      const sets = new Map<number, number[]>()
      for (let n = 0; n < count; n++) {
        const root = find(n)
        const set = sets.get(root)
        if (set === undefined) sets.set(root, [n])
        else set.push(n)
      }
      return [...sets.values()].filter((set) => set.length > 1)
    },
  }
}
