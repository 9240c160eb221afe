import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { isRoot, projectRoot } from '../../scripts/setup/project.mjs'

/** Tools run in plain Node, as npm runs them. */
const node = process.env['npm_node_execpath'] ?? 'node'
const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>
}

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-scripts-'))
  folders.push(folder)
  return folder
}

it('npm run fix formats, and fixes what the linter can', () => {
  const folder = createFolder()
  for (const name of ['package.json', 'tsconfig.json', 'tsconfig.base.json', '.oxfmtrc.json', '.oxlintrc.json']) {
    symlinkSync(join(projectRoot, name), join(folder, name), 'junction')
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
  // Copied: what is linked would be mended, too.
  cpSync(join(projectRoot, 'scripts/lint'), join(folder, 'scripts/lint'), { recursive: true })
  mkdirSync(join(folder, 'src/shared/util'), { recursive: true })
  const path = join(folder, 'src/shared/util/example.ts')
  writeFileSync(
    path,
    'export function one(list: Array<number>): boolean {\n  let first = list[0];\n  return !!first === true }\n',
  )
  spawnSync(node, [join(projectRoot, 'scripts/fix.mjs')], { cwd: folder })
  expect(readFileSync(path, 'utf8')).toBe(
    'export function one(list: Array<number>): boolean {\n  let first = list[0]\n  return !!first\n}\n',
  )
  expect(scripts['fix']).toBe('node scripts/fix.mjs')
})

it('tests run on Electron’s own Node', () => {
  expect(scripts['unit']).toBe('node scripts/vitest.mjs')
  expect(process.versions['electron']).toMatch(/^\d+\./)
})

it.runIf(process.platform === 'linux' && isRoot)(
  'the first start installs the system libraries that are missing as root, and waits for another installation',
  () => {
    const bin = createFolder()
    const log = join(bin, 'log')
    const answers = { 'dpkg-query': 'libnss3 ii', 'apt-cache': 'libgtk-3-0t64\\nlibgbm1', 'apt-get': '' }
    for (const [name, answer] of Object.entries(answers)) {
      writeFileSync(join(bin, name), `#!/bin/sh\necho ${name} "$@" >> '${log}'\nprintf '${answer}\\n'\n`)
      chmodSync(join(bin, name), 0o755)
    }
    const module = join(projectRoot, 'scripts/setup/system-libraries.mjs')
    const program = `(await import('${module}')).ensureSystemLibraries({ display: true, keychain: false })`
    const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}` }
    const { status, stderr } = spawnSync(node, ['--input-type=module', '-e', `await ${program}`], {
      env,
      encoding: 'utf8',
    })
    const calls = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('apt-get'))
    expect(status, stderr).toBe(0)
    expect(calls).toEqual([
      'apt-get update -q',
      'apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 libgtk-3-0t64 libgbm1 libasound2 libsecret-1-0 libxss1 libdrm2 libnotify4 libatspi2.0-0 xvfb xauth',
    ])
  },
)

it('the sample photos are CC0, each by its photographer', () => {
  const folder = join(projectRoot, 'resources/samples')
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  const photos = readdirSync(folder).filter((name) => /\.(?:png|jpe?g|webp)$/.test(name))
  expect(photos.length).toBeGreaterThan(1)
  for (const name of photos) {
    expect(readme.split('\n').find((line) => line.includes(`\`${name}\``))).toMatch(/CC0 by the photographer \(.+\)/)
  }
})
