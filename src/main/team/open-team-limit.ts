import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import type { TeamSettings } from '../../shared/domain/team.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { Logger } from '../platform/logger.ts'
import { createWithTemporary } from '../platform/pure/atomic-file.ts'
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
    const writer = await readWriter(paths.root)
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

/**
 * Identifies this library on this computer. It is a file of its own, which no backup contains, and depends on where it
 * lies: a library that is restored or copied elsewhere is another member, and does not write to the same file.
 */
async function readWriter(root: string): Promise<string> {
  const path = join(root, 'team-member')
  const secret = (await readIfThere(path)) ?? (await createSecret(path))
  return createHash('sha256').update(`${secret}\n${root}`).digest('hex').slice(0, 12)
}

/** Of two programs that begin at once, the first one's counts. */
async function createSecret(path: string): Promise<string> {
  try {
    await createWithTemporary(path, (temporaryPath) => writeFile(temporaryPath, randomBytes(16).toString('hex')))
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === 'storage/exists')) throw thrown
  }
  return readFile(path, 'utf8')
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
    throw thrown
  }
}

function accountName(): string {
  try {
    return userInfo().username
  } catch {
    // The account has no entry in the system's list.
    return hostname()
  }
}
