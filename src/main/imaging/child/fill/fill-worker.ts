/** Worker thread entry: runs the fill program for each job it receives. */
import { parentPort } from 'node:worker_threads'

import type { FillJobMessage, FillReportMessage } from './fill-message.ts'
import { runFillProgram } from './fill-program.ts'
import { CanceledError, WorkTeam } from './work-team.ts'

function report(message: FillReportMessage): void {
  parentPort?.postMessage(message)
}

function runJob(job: FillJobMessage): void {
  const team = new WorkTeam(job.control, job.rank)
  try {
    const filled = runFillProgram(team, job.memory, job.settings, {
      onFraction: (fraction) => report({ type: 'fraction', fraction }),
      onLevel: (level) => report({ type: 'level', level }),
    })
    report({ type: 'ended', outcome: filled ? 'filled' : 'nothing-to-copy' })
  } catch (error) {
    if (error instanceof CanceledError) {
      report({ type: 'ended', outcome: 'cancelled' })
      return
    }
    WorkTeam.cancel(job.control)
    report({ type: 'ended', outcome: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

parentPort?.on('message', runJob)
