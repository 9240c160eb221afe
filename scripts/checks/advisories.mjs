/**
 * @typedef {{ name: string, title: string, severity: string, url: string }} Advisory
 * @typedef {{ vulnerabilities: Record<string, { name: string, via: (string | Advisory)[] }> }} AuditReport as `npm audit --json` prints it
 * @typedef {Record<string, { why: string, until: string }>} Accepted by the advisory's address; `until` is a day, `2026-12-31`
 */

/**
 * The advisories of shipped packages that nobody has accepted, or only until a day that has passed.
 * @param {AuditReport} report
 * @param {{ shipped: readonly string[], accepted: Accepted, today: string }} options
 * @returns {Advisory[]}
 */
export function openAdvisories(report, { shipped, accepted, today }) {
  return Object.values(report.vulnerabilities)
    .filter(({ name }) => shipped.includes(name))
    .flatMap(({ via }) => via.filter((each) => typeof each !== 'string'))
    .filter(({ url }) => (accepted[url]?.until ?? '') < today)
}
