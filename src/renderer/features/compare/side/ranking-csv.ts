import type { ModelRanking, RankedModel } from '../../../../shared/domain/comparison.ts'

/** Formats the ranking as CSV for spreadsheets (RFC 4180). */
export function rankingCsv({ players }: ModelRanking, nameOf: (player: RankedModel) => string): string {
  const rows = players.map((player) => [
    nameOf(player),
    player.provider,
    player.model ?? '',
    player.score?.toFixed(1) ?? '',
    player.plusMinus?.toFixed(1) ?? '',
    player.wins,
    player.losses,
    player.ties,
  ])
  const head = ['name', 'provider', 'model', 'score', 'plus_minus', 'wins', 'losses', 'ties']
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')
}

function cell(value: string | number): string {
  const text = String(value)
  // Prevents CSV injection: a cell that starts like a formula would be evaluated.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
