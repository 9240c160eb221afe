import { ArrowLeft, ChartScatter, Vote } from 'lucide-react'
import { useCallback, useState, useEffect, useRef } from 'react'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/value.ts'
import { useDeveloperName, useServices, useFoundModel } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { useCompare } from '../compare-context.ts'
import {
  type ValueReport,
  type ValueScope,
  type ModelValue,
  costText,
  ratingText,
  standingTexts,
  timeText,
} from '../../../../shared/domain/model-value.ts'
import { ValueChart } from './value-chart.tsx'
import { noFilter, valueScopeOf, todayNow, ValueFilters, type ValueFilter } from './value-filters.tsx'
import { ValueSuggestions } from './value-suggestions.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { modelKey } from '../../../lib/models/model-ref.ts'
import { ModelName } from '../../../ui/model-name.tsx'
import './value.css'

/** What models are worth in the user's own work: rating beside price and time. */
export function ValueView() {
  const { store, voting } = useCompare()
  const [filter, setFilter] = useState<ValueFilter>(noFilter)
  const [today] = useState(todayNow)
  const loaded = useValues(valueScopeOf(filter, today))
  return (
    <section className="value" aria-labelledby="value-title">
      <div className="compare-toolbar">
        <IconButton
          label={messages.back}
          command="compare.leave"
          onClick={() => store.setState({ isValueShown: false })}
        >
          <ArrowLeft size={16} aria-hidden="true" />
        </IconButton>
        <h2 id="value-title">{messages.value}</h2>
        <span className="value-hint">{messages.valueHint}</span>
        <div className="compare-toolbar-end">
          <Button icon={<Vote size={15} />} onClick={() => voting.setUp()}>
            {messages.startVote} <Kbd command="compare.vote" />
          </Button>
        </div>
      </div>
      <div className="value-filters" role="group" aria-label={messages.value}>
        <ValueFilters
          filter={filter}
          values={loaded.values}
          onChange={(change) => setFilter((before) => ({ ...before, ...change }))}
        />
      </div>
      <ValueContent loaded={loaded} filter={filter} onReset={() => setFilter(noFilter)} />
    </section>
  )
}

interface ValueContentProps {
  readonly loaded: LoadedValues
  readonly filter: ValueFilter
  readonly onReset: () => void
}

function ValueContent({ loaded: { values, error, retry }, filter, onReset }: ValueContentProps) {
  const { describeError } = useServices()
  const nameOf = useModelName()
  const [pointed, setPointed] = useState<string | null>(null)
  if (error !== null) {
    const { title, text } = describeError(error)
    return (
      <div className="value-problem" role="alert">
        <h3>{title}</h3>
        <p>{text}</p>
        <Button onClick={retry}>{messages.tryAgain}</Button>
      </div>
    )
  }
  if (values === null) return <p className="value-loading">{messages.loading}</p>
  if (values.models.length === 0) return <NothingYet isFiltered={values.tasks.length > 0} onReset={onReset} />
  const shared = { values, pointed, onPoint: setPointed, nameOf }
  return (
    <div className="value-scroll">
      <ValueSuggestions values={values} task={filter.task} nameOf={nameOf} />
      <ValueChart {...shared} axis={filter.axis} />
      <ValueTable {...shared} />
    </div>
  )
}

function NothingYet({ isFiltered, onReset }: { readonly isFiltered: boolean; readonly onReset: () => void }) {
  return isFiltered ? (
    <EmptyState icon={<ChartScatter size={36} strokeWidth={1.5} />} title={messages.noWorkInScope}>
      <Button onClick={onReset}>{messages.showAll}</Button>
    </EmptyState>
  ) : (
    <EmptyState
      icon={<ChartScatter size={36} strokeWidth={1.5} />}
      title={messages.noWork}
      text={messages.noWorkHint}
    />
  )
}

function useModelName(): (ref: ModelRef) => string {
  const nameOf = useDeveloperName()
  return useCallback(({ provider, model }: ModelRef) => nameOf(provider, model).model, [nameOf])
}

/** How long changes of the library are collected before everything is summed again. */
const burstMs = 1_000

interface LoadedValues {
  /** Those of the last scope stay until the next are there; null = none yet. */
  readonly values: ValueReport | null
  readonly error: unknown
  readonly retry: () => void
}

/** What models are worth within a scope; read again after votes and changes of images. */
function useValues({ task, tag, sinceDay, untilDay, basis }: ValueScope): LoadedValues {
  const { client } = useServices()
  const [values, setValues] = useState<ValueReport | null>(null)
  const [error, setError] = useState<unknown>(null)
  const reload = useRef<() => void>(() => undefined)
  useEffect(() => {
    let isWanted = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const load = () => {
      client.call('compare.value', { task, tag, sinceDay, untilDay, basis }).then(
        (loaded) => {
          if (!isWanted) return
          setValues(loaded)
          setError(null)
        },
        (thrown: unknown) => isWanted && setError(thrown),
      )
    }
    const loadSoon = () => {
      clearTimeout(timer)
      timer = setTimeout(load, burstMs)
    }
    reload.current = load
    load()
    const stops = [
      client.on('compare.voted', load),
      client.on('library.changed', loadSoon),
      client.on('providers.changed', loadSoon),
    ]
    return () => {
      isWanted = false
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [client, task, tag, sinceDay, untilDay, basis])
  return { values, error, retry: () => reload.current() }
}

interface ValueTableProps {
  readonly values: ValueReport
  readonly nameOf: (ref: ModelRef) => string
  readonly pointed: string | null
  readonly onPoint: (key: string | null) => void
}

const heads = [
  messages.model,
  messages.rating,
  messages.costPerImage,
  messages.timePerImage,
  messages.images,
  messages.kept,
  messages.note,
] as const

/** Everything that is known, best rated first. */
function ValueTable({ values, nameOf, pointed, onPoint }: ValueTableProps) {
  return (
    <table className="value-table" aria-label={messages.table}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {values.models.map((value) => (
          <tr
            key={modelKey(value)}
            data-pointed={pointed === modelKey(value)}
            data-standing={value.standing}
            onPointerEnter={() => onPoint(modelKey(value))}
            onPointerLeave={() => onPoint(null)}
          >
            <Cells value={value} values={values} nameOf={nameOf} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cells({ value, values, nameOf }: Pick<ValueTableProps, 'values' | 'nameOf'> & { readonly value: ModelValue }) {
  const developerName = useDeveloperName()
  const found = useFoundModel(value.provider, value.model)
  const { model, provider } = developerName(value.provider, value.model)
  const { images, kept } = value
  return (
    <>
      <th scope="row">
        <ModelName found={found} name={model} />
        {provider !== null && <small>{provider}</small>}
      </th>
      <td>{ratingText(value, values.basis)}</td>
      <td>{costText(value)}</td>
      <td>{timeText(value)}</td>
      <td>{formatNumber(images)}</td>
      <td>{images === 0 ? messages.none : messages.keptShare({ percent: Math.round((100 * kept) / images) })}</td>
      <td>{standingTexts(value, values.basis, nameOf).join(' · ')}</td>
    </>
  )
}
