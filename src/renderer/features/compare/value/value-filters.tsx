import {
  type ValueReport,
  type ValueBasis,
  type ValueScope,
  valueTaskLabels,
  type ValueTask,
} from '../../../../shared/domain/model-value.ts'
import * as messages from '../../../../shared/messages/en/value.ts'
import { addDays, localDay } from '../../../../shared/util/local-day.ts'
import { formatNumber } from '../../../lib/format.ts'
import { SegmentedControl } from '../../../ui/fields/segmented-control.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import type { ValueAxis } from './chart-layout.ts'

/** What is shown. The period is kept as days before today. */
export interface ValueFilter {
  readonly task: ValueTask | null
  readonly tag: string | null
  readonly days: number | null
  readonly basis: ValueBasis | null
  readonly axis: ValueAxis
}

export const noFilter: ValueFilter = { task: null, tag: null, days: null, basis: null, axis: 'cost' }

export function valueScopeOf({ task, tag, days, basis }: ValueFilter, today: string): ValueScope {
  return { task, tag, basis, sinceDay: days === null ? null : addDays(today, 1 - days), untilDay: null }
}

export const todayNow = () => localDay(Date.now())

const periods = [
  { value: '', label: messages.anyTime },
  { value: '30', label: messages.last30Days },
  { value: '90', label: messages.last90Days },
  { value: '365', label: messages.lastYear },
] as const
const bases = [
  { value: 'votes', label: messages.blindVotes },
  { value: 'stars', label: messages.stars },
] as const
const axes = [
  { value: 'cost', label: messages.cost },
  { value: 'time', label: messages.time },
] as const

const named = (name: string, count: number) => messages.counted({ name, count: formatNumber(count) })

interface ValueFiltersProps {
  readonly filter: ValueFilter
  /** null = not loaded yet. */
  readonly values: ValueReport | null
  readonly onChange: (change: Partial<ValueFilter>) => void
}

export function ValueFilters({ filter, values, onChange }: ValueFiltersProps) {
  const tasks = values?.tasks ?? []
  const tags = values?.tags ?? []
  return (
    <>
      <SelectField
        label={messages.task}
        options={[
          { value: '', label: messages.anyTask },
          ...tasks.map(({ name, count }) => ({ value: name, label: named(valueTaskLabels[name], count) })),
        ]}
        value={filter.task ?? ''}
        onChange={(value) => onChange({ task: tasks.find(({ name }) => name === value)?.name ?? null })}
      />
      <SelectField
        label={messages.tag}
        options={[
          { value: '', label: messages.anyTag },
          ...tags.map(({ name, count }) => ({ value: name, label: named(name, count) })),
        ]}
        value={filter.tag ?? ''}
        onChange={(value) => onChange({ tag: value === '' ? null : value })}
      />
      <SelectField
        label={messages.period}
        options={periods}
        value={String(filter.days ?? '')}
        onChange={(value) => onChange({ days: value === '' ? null : Number(value) })}
      />
      <SegmentedControl
        label={messages.ratingFrom}
        options={bases}
        value={filter.basis ?? values?.basis ?? 'votes'}
        onChange={(basis) => onChange({ basis })}
      />
      <SegmentedControl
        label={messages.across}
        options={axes}
        value={filter.axis}
        onChange={(axis) => onChange({ axis })}
      />
    </>
  )
}
