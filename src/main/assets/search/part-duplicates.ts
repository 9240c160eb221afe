/** What tells images apart that have the same structure. */
export interface FingerprintColors {
  /** Names of the prominent colors. */
  readonly colors: ReadonlySet<string>
  /** The oldest image it was made from, or itself. */
  readonly founder: string
}

/**
 * The duplicates among images of the same structure, oldest first: those of other colors are other images, and of a family
 * (an image and what was made from it) only the oldest counts.
 */
export function partDuplicates<Id>(alike: readonly Id[], looksOf: (id: Id) => FingerprintColors): Id[][] {
  const groups: Id[][] = []
  for (const id of alike) {
    const { colors } = looksOf(id)
    const group = groups.find(([first]) => first !== undefined && haveSameColors(looksOf(first).colors, colors))
    if (group === undefined) groups.push([id])
    else if (group.every((each) => looksOf(each).founder !== looksOf(id).founder)) group.push(id)
  }
  return groups.filter((group) => group.length > 1)
}

/** A color at the edge of being prominent may be missing in one; where each has one that the other lacks, they differ. */
function haveSameColors(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return !(hasOwn(one, other) && hasOwn(other, one))
}

function hasOwn(colors: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...colors].some((each) => !others.has(each))
}
