import { AppError } from '../../../shared/errors/index.ts'
import type { TaskState } from './adapter.ts'

/**
 * A refusal, or a "not yet", passed from a `call` through an adapter's `submit` to the session, which turns it into the
 * task's state. Where no state is expected (the test call) it is an error like any other.
 */
export class FaultOutcome extends AppError {
  readonly state: Extract<TaskState, { type: 'refused' | 'not-ready' }>

  constructor(state: FaultOutcome['state'], { code, message, detail }: AppError) {
    super(code, message, { detail })
    this.state = state
  }
}
