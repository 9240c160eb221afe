import { memo } from 'react'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { costOfRun, runCostWords, titleOfRun } from './run-words.ts'

interface RunHeadProps {
  readonly jobs: readonly JobSnapshot[]
  readonly moment: string
  /** All of it, for the pointer. */
  readonly name: string
}

/** Above the cards of one click: when, what, how many, and what it comes to. It stays in view while they pass by. */
export const RunHead = memo(function RunHead({ jobs, moment, name }: RunHeadProps) {
  return (
    <p className="run-head" aria-hidden="true" title={name}>
      <span>{moment}</span>
      <span className="run-head-words">{titleOfRun(jobs)}</span>
      {jobs.length > 1 && <span>× {jobs.length}</span>}
      <span>{runCostWords(costOfRun(jobs))}</span>
    </p>
  )
})
