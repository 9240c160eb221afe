/** The tables of `bench/results.md` by area, in file order. */
export type Results = ReadonlyMap<string, string>

const intro = [
  '# Measured',
  '',
  'What `npm run bench -- --keep` kept, each area from its last run. Ratios are against a baseline of the same run, so they can be compared between machines; plain numbers cannot.',
]

export function printResults(results: Results): string {
  return [...intro, ...[...results].flatMap(([area, body]) => ['', `## ${area}`, '', body]), ''].join('\n')
}

export function parseResults(page: string): Results {
  const sections = page.split(/^## /m).slice(1)
  return new Map(
    sections.map((section) => {
      const end = section.indexOf('\n')
      return [section.slice(0, end).trim(), section.slice(end).trim()]
    }),
  )
}
