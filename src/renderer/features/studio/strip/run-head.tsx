import { Columns2 } from 'lucide-react'
import { memo } from 'react'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { useServices } from '../../../client/index.ts'
import { resultsOf } from './run-groups.ts'
import { costOfRun, runCostWords, titleOfRun } from './run-words.ts'

interface RunHeadProps {
  readonly jobs: readonly JobSnapshot[]
  readonly moment: string
  /** All of it, for the pointer. */
  readonly name: string
}

/** Above the cards of one click: when, what, how many, and what it comes to. It stays in view while they pass by. */
export const RunHead = memo(function RunHead({ jobs, moment, name }: RunHeadProps) {
  const { intents } = useServices()
  const results = resultsOf(jobs)
  return (
    <div className="run-head">
      <p aria-hidden="true" title={name}>
        <span>{moment}</span>
        <span className="run-head-words">{titleOfRun(jobs)}</span>
        {jobs.length > 1 && <span>× {jobs.length}</span>}
        <span>{runCostWords(costOfRun(jobs))}</span>
      </p>
      {results.length > 1 && (
        <button
          type="button"
          className="run-head-compare"
          aria-label={`Compare: ${name}`}
          title="Lay the results of this run on the light table"
          onClick={() => intents.send({ do: 'compare', ids: results })}
        >
          <Columns2 size={12} aria-hidden="true" /> Compare
        </button>
      )}
    </div>
  )
})
