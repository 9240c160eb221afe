#!/usr/bin/env node
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runMain, say, SetupError } from '../setup/say.mjs'
import { buildDeb } from './build-deb.mjs'
import { buildRpm } from './build-rpm.mjs'
import { readRequest } from './package-request.mjs'
import { requireTool } from './run-tool.mjs'
import { stagePackage } from './stage-package.mjs'

/**
 * Builds a deb or an rpm with the system's own tools. electron-builder runs it in place of fpm and with fpm's arguments
 * (`CUSTOM_FPM_PATH`, set by scripts/package.mjs); why: docs/adr/0069-installers-for-linux.md.
 */
await runMain(async () => {
  const request = readRequest(process.argv.slice(2))
  const epochSeconds = Number(process.env['SOURCE_DATE_EPOCH'])
  if (!Number.isInteger(epochSeconds) || epochSeconds <= 0)
    throw new SetupError('SOURCE_DATE_EPOCH is not set: the time, in seconds since 1970, that every file is given.')
  await requireTool(request.type)
  const folder = mkdtempSync(join(tmpdir(), 'atelier-package-'))
  try {
    const root = join(folder, 'root')
    await stagePackage(request, { root, epochSeconds })
    const build = request.type === 'deb' ? buildDeb : buildRpm
    await build(request, { folder, root, epochSeconds })
    say(`Built ${request.output}`)
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
