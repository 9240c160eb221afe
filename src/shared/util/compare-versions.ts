const form = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/

/** Whether a text is a version such as `1.2.3` or `1.2.3-beta.1` (https://semver.org, §9 and §10). */
export function isVersion(text: string): boolean {
  return form.test(text)
}

/**
 * Compares two versions by precedence (https://semver.org, §11): negative = `a` is older, 0 = neither is. What is no
 * version is older than any.
 */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [form.exec(a), form.exec(b)]
  if (one === null || other === null) return (one === null ? 0 : 1) - (other === null ? 0 : 1)
  for (const at of [1, 2, 3]) {
    const difference = Number(one[at]) - Number(other[at])
    if (difference !== 0) return difference
  }
  return comparePreReleases(one[4], other[4])
}

/** A pre-release comes before its release. */
function comparePreReleases(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0)
  const [ones, others] = [a.split('.'), b.split('.')]
  for (const [at, one] of ones.entries()) {
    const other = others[at]
    if (other === undefined) return 1
    const difference = compareIdentifiers(one, other)
    if (difference !== 0) return difference
  }
  return ones.length - others.length
}

/** Numbers by value and before texts; texts by their characters. */
function compareIdentifiers(a: string, b: string): number {
  const areNumbers = [a, b].map((each) => /^\d+$/.test(each))
  if (areNumbers[0] && areNumbers[1]) return Number(a) - Number(b)
  if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}
