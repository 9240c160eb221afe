/** What distinguishes images of the same structure. */
export interface FingerprintColors {
  /** Names of the prominent colors. */
  readonly colors: ReadonlySet<string>
  /** Its oldest ancestor, or itself. */
  readonly founder: string
}

/**
 * Returns the duplicates among images of the same structure, oldest first: images of other colors are not duplicates,
 * and of a family (an image and its derivatives) only the oldest counts.
 */
export function partDuplicates<Id>(alike: readonly Id[], fingerprintOf: (id: Id) => FingerprintColors): Id[][] {
  const groups: Id[][] = []
  for (const id of alike) {
    const { colors } = fingerprintOf(id)
    const group = groups.find(([first]) => first !== undefined && haveSameColors(fingerprintOf(first).colors, colors))
    if (group === undefined) groups.push([id])
    else if (group.every((each) => fingerprintOf(each).founder !== fingerprintOf(id).founder)) group.push(id)
  }
  return groups.filter((group) => group.length > 1)
}

/**
 * A color near the prominence threshold may be missing in one; images differ where each has a color the other lacks.
 */
function haveSameColors(first: ReadonlySet<string>, second: ReadonlySet<string>): boolean {
  return !(hasOwn(first, second) && hasOwn(second, first))
}

function hasOwn(colors: ReadonlySet<string>, otherColors: ReadonlySet<string>): boolean {
  return [...colors].some((each) => !otherColors.has(each))
}
