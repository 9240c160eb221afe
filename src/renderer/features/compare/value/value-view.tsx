import { ArrowLeft, ChartScatter, Vote } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { ModelRef } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/value.ts'
import { useDeveloperName, useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { useCompare } from '../compare-context.ts'
import { useValues, type LoadedValues } from './use-values.ts'
import { ValueChart } from './value-chart.tsx'
import { noFilter, valueScopeOf, todayNow, ValueFilters, type ValueFilter } from './value-filters.tsx'
import { ValueSuggestions } from './value-suggestions.tsx'
import { ValueTable } from './value-table.tsx'
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
