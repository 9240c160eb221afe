import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isProcessGone, mayStillRun } from './is-process-gone.ts'
import { hasLiveMark, listProcessMarks, markProcess, removeProcessMarks } from './process-marks.ts'

const dayMs = 86_400_000
/** Above the largest process id of any system. */
const unusedPid = 4_194_305

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-marks-'))
})
afterEach(() => {
  vi.useRealTimers()
  removeProcessMarks()
  rmSync(folder, { recursive: true })
})

/** What another program does to the clock, or the network time after a start with an empty battery. */
function setClock(byMs: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + byMs })
}

describe('a program with a mark', () => {
  it.each([-365, -1, 2, 365])('counts as running after the clock was set by %i days', (days) => {
    const atMs = Date.now()
    markProcess(folder)
    setClock(days * dayMs)
    if (process.platform !== 'linux') utimesSync(join(folder, String(process.pid)), new Date(), new Date())
    expect(isProcessGone(process.pid, atMs)).toBe(false)
    expect(mayStillRun(process.pid, atMs)).toBe(true)
  })

  it('would count as ended without it: the computer seems to have started later', () => {
    const atMs = Date.now()
    setClock(3_650 * dayMs)
    expect(isProcessGone(process.pid, atMs)).toBe(true)
  })

  it('is not mistaken for an earlier process with its id', () => {
    if (process.platform !== 'linux') return
    markProcess(folder)
    const path = join(folder, String(process.pid))
    writeFileSync(path, readFileSync(path, 'utf8').replace(/\d+$/, '1'))
    expect(hasLiveMark(process.pid)).toBe(false)
  })
})

describe('marks', () => {
  it('of ended processes go with the next start, and the own one at the end', () => {
    writeFileSync(join(folder, String(unusedPid)), '')
    writeFileSync(join(folder, String(process.ppid)), '')
    markProcess(folder)
    expect(new Set(listProcessMarks(folder))).toEqual(new Set([process.pid, process.ppid]))
    removeProcessMarks()
    expect(readdirSync(folder)).toEqual([String(process.ppid)])
  })

  it('are none where there is no folder', () => {
    expect(listProcessMarks(join(folder, 'missing'))).toEqual([])
    expect(existsSync(join(folder, 'missing'))).toBe(false)
  })
})
