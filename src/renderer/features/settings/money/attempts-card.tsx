import { useStore } from 'zustand'
import type { LedgerEntry } from '../../../../shared/domain/ledger.ts'
import * as messages from '../../../../shared/messages/en/spending.ts'
import { useFoundModel, useDeveloperName, useServices } from '../../../client/index.ts'
import { formatDate } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { ModelName } from '../../../ui/model-name.tsx'
import { SelectField, type SelectOption } from '../../../ui/fields/select-field.tsx'
import { billedLabels, formatCost, formatDetails, operationLabels, outcomeLabels } from './money-labels.ts'

/** Every attempt in the selected period, including refused and failed ones. */
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
        options={optionsOf(outcomeLabels)}
        value={outcome}
        onChange={(value) => ledger.showOnly({ outcome: value })}
      />
      <Filter
        label={messages.billed}
        all={messages.anyBilling}
        options={optionsOf(billedLabels)}
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

function optionsOf<T extends string>(labels: Readonly<Record<T, string>>): { value: T; label: string }[] {
  return (Object.entries(labels) as [T, string][]).map(([value, label]) => ({ value, label }))
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
  const { outcome, words: labels } = entry
  return (
    <tr>
      <td>{formatDate(entry.atMs)}</td>
      <td>
        <ModelName found={found} name={name.model} />
        {name.provider !== null && <small>{name.provider}</small>}
      </td>
      <td>
        {operationLabels[entry.operation]}
        {entry.startedBy !== 'window' && (
          <small>{entry.startedBy === 'agent' ? messages.agent : messages.commandLine}</small>
        )}
      </td>
      <td data-outcome={outcome}>
        {outcomeLabels[outcome]}
        {labels !== null && <small>{labels}</small>}
      </td>
      <td>
        <Cost entry={entry} />
      </td>
    </tr>
  )
}

/** The cost; expanded, the estimate, the vendor's units, and the request id for support. */
function Cost({ entry }: { readonly entry: LedgerEntry }) {
  const { outcome, billed } = entry
  const isDoubtful = billed === 'unknown' && outcome !== 'under-way'
  return (
    <>
      <details className="money-cost">
        <summary>{formatCost(entry)}</summary>
        {formatDetails(entry).map((line) => (
          <small key={line}>{line}</small>
        ))}
      </details>
      {outcome !== 'under-way' && (billed === 'no' || isDoubtful) && (
        <small className={isDoubtful ? 'money-doubt' : undefined}>{billedLabels[billed].toLowerCase()}</small>
      )}
    </>
  )
}
