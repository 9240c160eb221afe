import { AppError } from '../../../shared/errors/index.ts'
import type { TaskState } from './adapter.ts'

/**
 * A refusal, or a "not yet", on its way from a `call` through an adapter's `submit` to the session, which makes it the
 * task's state. Where nobody waits for a state (the test call) it is an error like any other.
 */
export class FaultOutcome extends AppError {
  readonly state: Extract<TaskState, { is: 'refused' | 'not-ready' }>

  constructor(state: FaultOutcome['state'], { code, message, detail }: AppError) {
    super(code, message, { detail })
    this.state = state
  }
}
