import { isMet, ratioOf, type Row } from './row.ts'

const heads = ['measured', 'value', 'baseline', 'ratio', 'goal', '']

/** A Markdown table whose columns also line up in a terminal. */
export function toTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    `${formatNumber(row.value)} ${row.unit}`,
    row.baseline === null ? '' : `${row.baseline.what}: ${formatNumber(row.baseline.value)} ${row.unit}`,
    formatRatio(ratioOf(row)),
    formatGoal(row),
    verdict(row),
  ])
  return padTable(heads, cells)
}

/** Formats a Markdown table of plain text, padded. */
export function padTable(titles: readonly string[], cells: readonly (readonly string[])[]): string {
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...cells.map((line) => line[column]?.length ?? 0)),
  )
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(titles), rule, ...cells.map(line)].join('\n')
}

function formatGoal(row: Row): string {
  if (row.goal === null) return ''
  const sign = row.goal.type === 'at most' ? '≤' : '≥'
  return row.baseline === null ? `${sign} ${row.goal.limit} ${row.unit}` : `${sign} ${row.goal.limit} ×`
}

function verdict(row: Row): string {
  switch (isMet(row)) {
    case null:
      return ''
    case true:
      return 'met'
    case false:
      return 'MISSED'
  }
}

function formatRatio(ratio: number | null): string {
  return ratio === null ? '' : `${ratio.toFixed(2)} ×`
}

/** Three digits, as far as a measurement means anything. */
export function formatNumber(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0)
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)
}
