import { useStore } from 'zustand'
import type { LedgerEntry } from '../../../../shared/domain/ledger.ts'
import * as messages from '../../../../shared/messages/en/spending.ts'
import { useFoundModel, useDeveloperName, useServices } from '../../../client/index.ts'
import { formatDate } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { ModelName } from '../../../ui/model-name.tsx'
import { SelectField, type SelectOption } from '../../../ui/select-field.tsx'
import { billedWords, costWords, detailWords, operationWords, outcomeWords } from './money-words.ts'

/** Every attempt of the span, also those that were refused or failed. */
export function AttemptsCard() {
  const { ledger } = useServices()
  const entries = useStore(ledger.store, (state) => state.entries) ?? []
  const isAll = useStore(ledger.store, (state) => state.isAll)
  return (
    <section className="settings-card" aria-label={messages.requests}>
      <div className="money-row">
        <h3>{messages.requests}</h3>
        <Filters />
      </div>
      {entries.length === 0 ? (
        <p className="settings-note">{messages.noRequestsMatch}</p>
      ) : (
        <AttemptTable entries={entries} />
      )}
      {!isAll && entries.length > 0 && <Button onClick={() => void ledger.loadMore()}>{messages.showMore}</Button>}
    </section>
  )
}

function Filters() {
  const { ledger } = useServices()
  const nameOf = useDeveloperName()
  const { provider, outcome, billed } = useStore(ledger.store, (state) => state.filter)
  const providers = useStore(ledger.store, (state) => state.spend?.providers) ?? []
  const services = providers.map(({ key }) => ({ value: key, label: nameOf(key, null).model }))
  return (
    <div className="money-filters">
      <Filter
        label={messages.service}
        all={messages.allServices}
        options={services}
        value={provider}
        onChange={(value) => ledger.showOnly({ provider: value })}
      />
      <Filter
        label={messages.outcome}
        all={messages.anyOutcome}
        options={optionsOf(outcomeWords)}
        value={outcome}
        onChange={(value) => ledger.showOnly({ outcome: value })}
      />
      <Filter
        label={messages.billed}
        all={messages.anyBilling}
        options={optionsOf(billedWords)}
        value={billed}
        onChange={(value) => ledger.showOnly({ billed: value })}
      />
    </div>
  )
}

interface FilterProps<T extends string> {
  readonly label: string
  readonly all: string
  readonly options: readonly (SelectOption & { readonly value: T })[]
  readonly value: T | null
  readonly onChange: (value: T | null) => void
}

function Filter<T extends string>({ label, all, options, value, onChange }: FilterProps<T>) {
  return (
    <SelectField
      label={label}
      isLabelHidden
      options={[{ value: '', label: all }, ...options]}
      value={value ?? ''}
      onChange={(chosen) => onChange(options.find((option) => option.value === chosen)?.value ?? null)}
    />
  )
}

function optionsOf<T extends string>(words: Readonly<Record<T, string>>): { value: T; label: string }[] {
  return (Object.entries(words) as [T, string][]).map(([value, label]) => ({ value, label }))
}

function AttemptTable({ entries }: { readonly entries: readonly LedgerEntry[] }) {
  return (
    <table className="money-table money-attempts">
      <thead>
        <tr>
          <th scope="col">{messages.time}</th>
          <th scope="col">{messages.model}</th>
          <th scope="col">{messages.task}</th>
          <th scope="col">{messages.outcome}</th>
          <th scope="col">{messages.cost}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <AttemptRow key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  )
}

function AttemptRow({ entry }: { readonly entry: LedgerEntry }) {
  const nameOf = useDeveloperName()
  const name = nameOf(entry.provider, entry.model)
  const found = useFoundModel(entry.provider, entry.model)
  const { outcome, words } = entry
  return (
    <tr>
      <td>{formatDate(entry.atMs)}</td>
      <td>
        <ModelName found={found} name={name.model} />
        {name.provider !== null && <small>{name.provider}</small>}
      </td>
      <td>
        {operationWords[entry.operation]}
        {entry.startedBy === 'command-line' && <small>{messages.commandLine}</small>}
      </td>
      <td data-outcome={outcome}>
        {outcomeWords[outcome]}
        {words !== null && <small>{words}</small>}
      </td>
      <td>
        <Cost entry={entry} />
      </td>
    </tr>
  )
}

/** What it cost; opened, what was expected, the vendor's units, and the number to ask about it. */
function Cost({ entry }: { readonly entry: LedgerEntry }) {
  const { outcome, billed } = entry
  const isDoubtful = billed === 'unknown' && outcome !== 'under-way'
  return (
    <>
      <details className="money-cost">
        <summary>{costWords(entry)}</summary>
        {detailWords(entry).map((line) => (
          <small key={line}>{line}</small>
        ))}
      </details>
      {outcome !== 'under-way' && (billed === 'no' || isDoubtful) && (
        <small className={isDoubtful ? 'money-doubt' : undefined}>{billedWords[billed].toLowerCase()}</small>
      )}
    </>
  )
}
