import type { DaySpan, LedgerEntry } from '../../../shared/domain/ledger.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'
import * as messages from '../../../shared/messages/en/cli-providers.ts'
import { csvHeader, csvLine, toLedgerRow } from '../../ledger/index.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from '../program/command.ts'
import { readDay } from '../read-day.ts'
import { successReport } from '../report.ts'

export const ledgerCommand = defineCommand({
  name: 'ledger',
  group: 'providers',
  summary: messages.ledger,
  options: {
    since: { value: 'day', help: messages.sinceDay },
    until: { value: 'day', help: messages.untilDay },
    csv: { conflictsWith: 'json', help: messages.printCsv },
  },
  examples: ['ledger', 'ledger --since 2026-11-01 --csv'],
  async run(values, _args, context): Promise<CommandOutcome> {
    const span = { sinceDay: readDay('since', values.since), untilDay: readDay('until', values.until) }
    const entries = await readEntries(span, context)
    if (values.csv === true) return { lines: toCsv(entries), report: successReport({}) }
    return {
      lines: [...entries.map(describe), await describeTotal(entries)],
      report: successReport({ ledger: entries.map(toLedgerRow) }),
    }
  },
})

async function readEntries(span: DaySpan, context: CommandContext): Promise<LedgerEntry[]> {
  const { ledger } = await context.services()
  const entries: LedgerEntry[] = []
  for await (const page of ledger.pages(span)) entries.push(...page)
  return entries
}

/** A line feed is added to each line when it is printed. */
function toCsv(entries: readonly LedgerEntry[]): string[] {
  return [csvHeader, ...entries.map(csvLine)].map((line) => `${line}\r`)
}

const billedLabels = { yes: messages.billed, no: messages.notBilled, unknown: messages.maybeBilled } as const

function describe(entry: LedgerEntry): string {
  const { provider, model, operation, outcome, billed, requestId } = entry
  const at = new Date(entry.atMs).toISOString().slice(0, 16).replace('T', ' ')
  const parts = [at, `${provider}/${model}`, operation, outcome, billedLabels[billed], price(entry), requestId]
  return parts.filter((part) => part !== null).join('  ')
}

function price({ realUsd, estimateUsd }: LedgerEntry): string {
  if (realUsd !== null) return formatMoney(realUsd)
  return estimateUsd === null ? messages.priceUnknown : messages.aboutPrice({ price: formatMoney(estimateUsd) })
}

async function describeTotal(entries: readonly LedgerEntry[]): Promise<string> {
  const { ledgerTotal, ledgerUnpriced } = await import('../../../shared/messages/en/cli-counts.ts')
  const sum = (billed: LedgerEntry['billed']) =>
    formatMoney(
      entries
        .filter((entry) => entry.billed === billed)
        .reduce((usd, { realUsd, estimateUsd }) => usd + (realUsd ?? estimateUsd ?? 0), 0),
    )
  const unpriced = entries.filter((entry) => entry.billed !== 'no' && (entry.realUsd ?? entry.estimateUsd) === null)
  const total = ledgerTotal({ count: entries.length, billed: sum('yes'), maybeBilled: sum('unknown') })
  return unpriced.length === 0 ? total : `${total} · ${ledgerUnpriced({ count: unpriced.length })}`
}
