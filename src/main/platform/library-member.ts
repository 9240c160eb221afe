import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import { createWithTemporary } from './pure/atomic-file.ts'

/**
 * Identifies this library on this computer among those that share a folder. It is a file of its own, which no backup
 * contains, and depends on where it lies: a library that is copied, or restored elsewhere, is another member.
 */
export async function readMemberId(root: string): Promise<string> {
  const path = join(root, 'team-member')
  const secret = (await readIfThere(path)) ?? (await createSecret(path))
  return createHash('sha256').update(`${secret}\n${root}`).digest('hex').slice(0, 12)
}

/** The name of a member who has set none. */
export function accountName(): string {
  try {
    return userInfo().username
  } catch {
    // The account has no entry in the system's list.
    return hostname()
  }
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
