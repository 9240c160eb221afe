import { hostname } from 'node:os'
import type { TeamSettings } from '../../shared/domain/team.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import { accountName, readMemberId } from '../platform/library-member.ts'
import type { Logger } from '../platform/logger.ts'
import { createTeamLimit } from './create-team-limit.ts'
import { openTeamFiles, type TeamFiles } from './team-files.ts'
import type { TeamLimit } from './team-limit.ts'
import { createTeamTurns } from './team-turns.ts'

interface OpenTeamOptions {
  readonly database: Pick<Database, 'call'>
  readonly settings: () => TeamSettings
  readonly paths: Pick<HomePaths, 'root'>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'error'>
}

/** The team limit of a library, on the real folder. Reads nothing until it is used. */
export function openTeamLimit({ database, settings, paths, clock, logger }: OpenTeamOptions): TeamLimit {
  const opened = new Map<string, Promise<{ files: TeamFiles; writer: string }>>()

  const name = () => settings().member ?? accountName()

  async function openFiles(folder: string): Promise<{ files: TeamFiles; writer: string }> {
    const writer = await readMemberId(paths.root)
    return { writer, files: openTeamFiles({ folder, writer, name, computer: hostname() }) }
  }

  function filesIn(folder: string): Promise<{ files: TeamFiles; writer: string }> {
    const found = opened.get(folder) ?? openFiles(folder)
    opened.set(folder, found)
    found.catch(() => opened.delete(folder))
    return found
  }

  return createTeamLimit({
    settings,
    filesIn,
    turns: createTeamTurns({ database, clock }),
    findEntries: (ids) => database.call('ledger.find', { ids }),
    clock,
    logger,
  })
}
