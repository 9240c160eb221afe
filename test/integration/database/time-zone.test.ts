import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { buildAsset } from '../../support/build-asset.ts'
import { builtProgram } from '../../support/built/built-program.ts'
import { databaseWorkerUrl, fillDatabase } from '../../support/open-database.ts'

const driver = fileURLToPath(builtProgram(new URL('../../support/zone-driver.ts', import.meta.url)))
/** The last evening of the year in Greenwich. */
const atMs = Date.parse('2026-12-31T13:30:00Z')

/** Gives the command an /etc of its own, which it may change. Needs root on Linux, as the tests with small disks do. */
const apart = 'mount -t tmpfs tmpfs /mnt && cp -a /etc/. /mnt/ && mount --bind /mnt /etc && exec "$@"'

test('days and months of images follow a time zone that changes while the program runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-zone-'))
  try {
    const file = join(folder, 'atelier.db')
    fillDatabase(file, [buildAsset({ createdAtMs: atMs })])
    const zones = ['Pacific/Apia', 'America/New_York', 'Australia/Lord_Howe', 'Etc/UTC']
    const { TZ: _zone, ...env } = process.env
    const command = [process.execPath, driver, file, databaseWorkerUrl.href, String(atMs), ...zones]
    const { stdout } = await promisify(execFile)('unshare', ['-m', 'sh', '-c', apart, 'sh', ...command], {
      env: { ...env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    })
    const said = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    expect(said).toEqual([
      ['2026-12-31', '2026-12', 1],
      ['2027-01-01', '2027-01', 1],
      ['2026-12-31', '2026-12', 1],
      ['2027-01-01', '2027-01', 1],
      ['2026-12-31', '2026-12', 1],
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
})
