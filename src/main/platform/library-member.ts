import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import { createWithTemporary } from './pure/atomic-file.ts'

/**
 * Identifies this library on this computer among those that share a folder. It is a file of its own, which no backup
 * contains, and depends on where it lies: a library that is copied, or restored elsewhere, is another member.
 */
export async function readMemberId(root: string): Promise<string> {
  const path = secretPath(root)
  const secret = (await readIfThere(path)) ?? (await createSecret(path))
  return memberIdOf(secret, root)
}

const secretPath = (root: string): string => join(root, 'team-member')
const formerPath = (root: string): string => join(root, 'former-members')
const idPattern = /^[0-9a-f]{12}$/

function memberIdOf(secret: string, root: string): string {
  return createHash('sha256').update(`${secret}\n${root}`).digest('hex').slice(0, 12)
}

const idsIn = (text: string): string[] => text.split('\n').filter((id) => idPattern.test(id))

/** Notes in the new home of a library which members it was: nobody else gives up what they have in shared folders. */
export function noteFormerMembers(root: string, target: string): void {
  const [secret, former] = [secretPath(root), formerPath(root)].map(readNowIfThere)
  const ids = [...idsIn(former ?? ''), ...(secret === null || secret === undefined ? [] : [memberIdOf(secret, root)])]
  if (ids.length > 0) writeFileSync(formerPath(target), `${ids.join('\n')}\n`, { flush: true })
}

export async function readFormerMembers(root: string): Promise<readonly string[]> {
  return idsIn((await readIfThere(formerPath(root))) ?? '')
}

export async function forgetFormerMembers(root: string): Promise<void> {
  await rm(formerPath(root), { force: true })
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

function readNowIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (thrown) {
    if (isMissing(thrown)) return null
    throw thrown
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    if (isMissing(thrown)) return null
    throw thrown
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}
