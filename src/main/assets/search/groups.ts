/** Which of a number of things belong together (union–find, with the path halved on the way). */
export interface Groups {
  join(one: number, other: number): void
  /** Those of two and more, each ascending. */
  list(): number[][]
}

export function createGroups(count: number): Groups {
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
    join(one, other) {
      const [a, b] = [find(one), find(other)]
      // The smaller one is the root: no ranks are needed to stay flat enough.
      if (a < b) above[b] = a
      else above[a] = b
    },
    list() {
      const groups = new Map<number, number[]>()
      for (let n = 0; n < count; n++) {
        const root = find(n)
        const group = groups.get(root)
        if (group === undefined) groups.set(root, [n])
        else group.push(n)
      }
      return [...groups.values()].filter((group) => group.length > 1)
    },
  }
}
