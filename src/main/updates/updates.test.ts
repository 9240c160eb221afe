import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRecordingLogger } from '../../../test/support/recording-logger.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import type { UpdateBlocker } from '../../shared/domain/update.ts'
import { AppError } from '../../shared/errors/index.ts'
import { createUpdates, type UpdatesOptions, type UpdateInstaller } from './updates.ts'
import type { UpdateManifest } from './read-manifest.ts'

const manifest: UpdateManifest = {
  version: '1.1.0',
  files: [{ url: 'Atelier-1.1.0.AppImage', sha512: `${'A'.repeat(86)}==`, size: 900 }],
}

interface Stage extends UpdatesOptions {
  readonly installer: { [K in keyof UpdateInstaller]: ReturnType<typeof vi.fn<UpdateInstaller[K]>> }
  readonly work: UpdateBlocker[]
}

function setUp(changes: Partial<UpdatesOptions> = {}) {
  const installer: Stage['installer'] = {
    offers: vi.fn(async () => true),
    download: vi.fn(async (_manifest, { onBytes }) => onBytes(450)),
    prepare: vi.fn(async () => undefined),
    install: vi.fn(async () => undefined),
  }
  const work: UpdateBlocker[] = []
  const options = {
    version: '1.0.0',
    support: 'atelier' as const,
    host: 'updates.test',
    preference: (): Settings['updates'] => 'never',
    fetchManifest: vi.fn(async () => manifest),
    openInstaller: vi.fn(async () => installer),
    blockers: async () => [...work],
    noteInstall: vi.fn(async () => undefined),
    quit: vi.fn(),
    logger: createRecordingLogger(),
    nowMs: () => 7,
    ...changes,
  }
  const updates = createUpdates(options)
  return { ...options, installer, work, updates }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('asks nobody while the setting says never, however long it runs', async () => {
  const { updates, fetchManifest } = setUp()
  updates.begin()
  await vi.advanceTimersByTimeAsync(10 * 24 * 3_600_000)
  expect(fetchManifest).not.toHaveBeenCalled()
})

it('asks a minute after the start and once a day, and downloads nothing without being told to', async () => {
  const { updates, fetchManifest, installer } = setUp({ preference: () => 'check' })
  updates.begin()
  await vi.advanceTimersByTimeAsync(59_000)
  expect(fetchManifest).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(fetchManifest).toHaveBeenCalledTimes(1)
  expect(updates.view().state).toEqual({ type: 'available', version: '1.1.0', sizeBytes: 900, isAutomatic: true })
  await vi.advanceTimersByTimeAsync(3 * 24 * 3_600_000)
  expect(fetchManifest).toHaveBeenCalledTimes(4)
  expect(installer.download).not.toHaveBeenCalled()
})

it('downloads by itself where the setting says so, and installs nothing by itself', async () => {
  const { updates, installer, quit } = setUp({ preference: () => 'download' })
  updates.begin()
  await vi.advanceTimersByTimeAsync(61_000)
  expect(updates.view().state).toEqual({ type: 'ready', version: '1.1.0', waitsFor: [] })
  await vi.advanceTimersByTimeAsync(2 * 3_600_000)
  expect(installer.prepare).not.toHaveBeenCalled()
  expect(quit).not.toHaveBeenCalled()
})

it('keeps why an automatic check failed, without an exception, and forgets it with the next that works', async () => {
  const fetchManifest = vi.fn(async () => manifest)
  fetchManifest.mockRejectedValueOnce(new AppError('network/offline', 'No connection.'))
  const { updates } = setUp({ preference: () => 'check', fetchManifest })
  updates.begin()
  await vi.advanceTimersByTimeAsync(61_000)
  expect(updates.view()).toMatchObject({ state: { type: 'current' }, problem: { code: 'network/offline' } })
  await vi.advanceTimersByTimeAsync(24 * 3_600_000)
  expect(updates.view()).toMatchObject({ state: { type: 'available' }, problem: null })
})

it.each(['1.0.0', '0.9.9', '1.0.0-beta.1'])('takes %s for no update: nothing goes back', async (version) => {
  const { updates, openInstaller } = setUp({ fetchManifest: async () => ({ ...manifest, version }) })
  expect((await updates.check()).state).toEqual({ type: 'current', checkedAtMs: 7 })
  expect(openInstaller).not.toHaveBeenCalled()
  await expect(updates.download()).rejects.toMatchObject({ code: 'update/failed' })
})

it('is up to date where the installer says that this computer is not among those who get it', async () => {
  const { updates, installer } = setUp()
  installer.offers.mockResolvedValue(false)
  expect((await updates.check()).state).toEqual({ type: 'current', checkedAtMs: 7 })
})

it('refuses to install while anything is at work, before and after the file was put ready', async () => {
  const { updates, installer, work, quit, noteInstall } = setUp()
  await updates.check()
  await updates.download()
  work.push('queue')
  await expect(updates.install()).rejects.toMatchObject({ code: 'update/busy' })
  expect(installer.prepare).not.toHaveBeenCalled()
  work.pop()
  // A job begins while the file is copied.
  installer.prepare.mockImplementationOnce(async () => void work.push('queue'))
  await expect(updates.install()).rejects.toMatchObject({ code: 'update/busy' })
  expect(quit).not.toHaveBeenCalled()
  expect(noteInstall).not.toHaveBeenCalled()
  await updates.finish()
  expect(installer.install).not.toHaveBeenCalled()
  work.pop()
  await updates.install()
  expect(noteInstall).toHaveBeenLastCalledWith('1.1.0')
  expect(quit).toHaveBeenCalledTimes(1)
  await updates.finish()
  expect(installer.install).toHaveBeenCalledTimes(1)
})

it('notices when the work is done', async () => {
  const { updates, work } = setUp()
  const seen: unknown[] = []
  updates.onChanged(({ state }) => seen.push(state.type === 'ready' ? state.waitsFor : state.type))
  work.push('export')
  await updates.check()
  await updates.download()
  expect(updates.view().state).toMatchObject({ waitsFor: ['export'] })
  work.pop()
  await vi.advanceTimersByTimeAsync(2_100)
  expect(updates.view().state).toMatchObject({ waitsFor: [] })
  expect(seen).toEqual(['checking', 'available', 'downloading', 'downloading', ['export'], []])
})

it('an ordinary quit installs nothing', async () => {
  const { updates, installer } = setUp()
  await updates.check()
  await updates.download()
  updates.dispose()
  await updates.finish()
  expect(installer.install).not.toHaveBeenCalled()
})

it('offers a version again whose download failed, and one that cannot be put ready stays', async () => {
  const { updates, installer, quit } = setUp()
  installer.download.mockRejectedValueOnce(new AppError('network/interrupted', 'Lost.'))
  await updates.check()
  await expect(updates.download()).rejects.toMatchObject({ code: 'network/interrupted' })
  expect(updates.view().state).toMatchObject({ type: 'available' })
  await updates.download()
  installer.prepare.mockRejectedValueOnce(new AppError('storage/full', 'Full.'))
  await expect(updates.install()).rejects.toMatchObject({ code: 'storage/full' })
  expect(quit).not.toHaveBeenCalled()
  expect(updates.view().state).toMatchObject({ type: 'ready' })
})

it('does nothing where something else updates this installation', async () => {
  const { updates, fetchManifest } = setUp({ support: 'package', preference: () => 'download' })
  updates.begin()
  await updates.check()
  await vi.advanceTimersByTimeAsync(2 * 24 * 3_600_000)
  expect(fetchManifest).not.toHaveBeenCalled()
})
