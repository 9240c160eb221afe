import { createLedger } from '../../../src/main/ledger/index.ts'
import { systemClock } from '../../../src/main/platform/clock.ts'
import { createHomeFolders } from '../../../src/main/platform/create-home-folders.ts'
import { homePathsAt } from '../../../src/main/platform/home-paths.ts'
import { openTeamLimit } from '../../../src/main/team/open-team-limit.ts'
import { teamFolderSchema } from '../../../src/shared/domain/guarded-values.ts'
import { toErrorData } from '../../../src/shared/errors/index.ts'
import { attemptEnd, newAttempt } from '../ledger-attempts.ts'
import { createRecordingLogger } from '../recording-logger.ts'
import { databaseWorkerUrl, openTestDatabase } from '../open-database.ts'

/**
 * A member in a process of its own: makes attempts one after the other until the limit of the team stops it, and says
 * each that may be sent before it would be. Arguments: home, team folder, price in cents, number of attempts.
 */
async function main([root = '', folder = '', cents = '0', count = '0']: readonly string[]): Promise<void> {
  const paths = homePathsAt(root)
  await createHomeFolders(paths)
  const logger = createRecordingLogger()
  const clock = systemClock
  const database = openTestDatabase(paths.databaseFile, { worker: databaseWorkerUrl })
  const team = openTeamLimit({
    database,
    settings: () => ({ folder: teamFolderSchema.parse(folder), member: null }),
    paths,
    clock,
    logger,
  })
  const caps = { perRunUsd: null, perDayUsd: null, perMonthUsd: null, onOver: 'ask' } as const
  const ledger = createLedger({ database, caps: () => caps, team, clock, logger, startedBy: 'command-line' })
  const estimateUsd = Number(cents) / 100
  for (let number = 0; number < Number(count); number++) {
    const attempt = newAttempt({ atMs: clock.nowMs(), callId: `${process.pid}-${number}`, estimateUsd })
    try {
      const id = await ledger.open(attempt)
      process.stdout.write('sent\n')
      // Some end, and some are still under way when the process ends.
      if (number % 2 === 0) await ledger.close(id, attemptEnd({ endedAtMs: clock.nowMs() }))
    } catch (thrown) {
      process.stdout.write(`${toErrorData(thrown).code}\n`)
    }
  }
  await database.dispose()
}

await main(process.argv.slice(2))
