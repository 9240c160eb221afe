import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'

const trees: string[] = []
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true })
})

/** Checks a tree of the given files by the project's rules. */
function check(files: Record<string, string>): { code: number | null; text: string } {
  const tree = mkdtempSync(join(tmpdir(), 'atelier-layers-'))
  trees.push(tree)
  mkdirSync(join(tree, 'src'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  const script = join(projectRoot, 'scripts/checks/layers.mjs')
  const { status, stderr, stdout } = spawnSync(process.execPath, [script, tree], { encoding: 'utf8' })
  return { code: status, text: stderr + stdout }
}

const editor = 'src/renderer/editor'
const feature = 'src/renderer/features'
const leaf = 'export const a = 1\n'

/** One forbidden import per rule: [rule, importing file, what it imports]. */
const violations: [rule: string, from: string, to: string][] = [
  ['shared-is-pure', 'src/shared/util/files.ts', 'node:fs'],
  ['shared-is-pure', 'src/shared/util/app.ts', 'electron'],
  ['messages-are-leaves', 'src/shared/messages/from-domain.ts', 'src/shared/domain/leaf.ts'],
  ['shared-errors-first', 'src/shared/errors/from-domain.ts', 'src/shared/domain/leaf.ts'],
  ['shared-util-order', 'src/shared/util/from-domain.ts', 'src/shared/domain/leaf.ts'],
  ['shared-domain-order', 'src/shared/domain/from-contract.ts', 'src/shared/contract/leaf.ts'],
  ['shared-prompting-order', 'src/shared/prompting/zod.ts', 'zod'],
  ['shared-prompting-takes-types', 'src/shared/prompting/value.ts', 'src/shared/domain/leaf.ts'],
  ['shared-search-order', 'src/shared/search/zod.ts', 'zod'],
  ['shared-search-takes-types', 'src/shared/search/value.ts', 'src/shared/domain/leaf.ts'],
  ['preload-is-small', 'src/preload/zod.ts', 'zod'],
  ['preload-takes-types', 'src/preload/value.ts', 'src/shared/contract/leaf.ts'],
  ['client-is-alone', 'src/client/shared.ts', 'src/shared/util/leaf.ts'],
  ['main-not-window', 'src/main/assets/window.ts', 'src/renderer/lib/leaf.ts'],
  ['platform-is-the-bottom', 'src/main/platform/up.ts', 'src/main/assets/leaf.ts'],
  ['pure-platform', 'src/main/platform/pure/app.ts', 'electron'],
  ['pure-platform-alone', 'src/main/platform/pure/up.ts', 'src/main/platform/leaf.ts'],
  ['editing-is-pure', 'src/main/editing/files.ts', 'node:fs'],
  ['providers-are-data', 'src/main/providers/lumen/other.ts', 'src/main/providers/other/leaf.ts'],
  ['providers-are-data', 'src/main/providers/lumen/app.ts', 'electron'],
  ['providers-are-data', 'src/main/providers/lumen/photo/other.ts', 'src/main/providers/other/shared/leaf.ts'],
  ['adapters-share-by-shared', 'src/main/providers/lumen/photo/sibling.ts', 'src/main/providers/lumen/video/leaf.ts'],
  ['adapters-share-by-shared', 'src/main/providers/lumen/shared/up.ts', 'src/main/providers/lumen/photo/leaf.ts'],
  ['adapters-by-registry', 'src/main/jobs/lumen.ts', 'src/main/providers/lumen/leaf.ts'],
  ['providers-core-is-the-bottom', 'src/main/providers/core/up.ts', 'src/main/jobs/leaf.ts'],
  ['providers-core-is-the-bottom', 'src/main/providers/core/family.ts', 'src/main/providers/lumen/leaf.ts'],
  ['providers-core-without-electron', 'src/main/providers/manager/app.ts', 'electron'],
  ['jobs-stand-alone', 'src/main/jobs/ipc.ts', 'src/main/ipc/leaf.ts'],
  ['prompts-stand-alone', 'src/main/prompts/library.ts', 'src/main/assets/leaf.ts'],
  ['stores-stand-alone', 'src/main/assets/jobs.ts', 'src/main/jobs/leaf.ts'],
  ['stores-stand-alone', 'src/main/ledger/queue.ts', 'src/main/jobs/leaf.ts'],
  ['stores-stand-alone', 'src/main/secrets/settings.ts', 'src/main/settings/leaf.ts'],
  ['stores-stand-alone', 'src/main/signing/library.ts', 'src/main/assets/leaf.ts'],
  ['stores-stand-alone', 'src/main/storage/queue.ts', 'src/main/jobs/leaf.ts'],
  ['model-files-stand-alone', 'src/main/model-files/library.ts', 'src/main/assets/leaf.ts'],
  ['downloads-stand-alone', 'src/main/downloads/library.ts', 'src/main/assets/leaf.ts'],
  ['local-service-knows-models', 'src/main/local-service/library.ts', 'src/main/assets/leaf.ts'],
  ['engine-releases-stand-alone', 'src/main/engine-releases/library.ts', 'src/main/assets/leaf.ts'],
  ['download-child-alone', 'src/main/downloads/child/transport.ts', 'src/main/platform/network/net-transport.ts'],
  ['live-stands-alone', 'src/main/live/library.ts', 'src/main/assets/leaf.ts'],
  ['updates-stand-alone', 'src/main/updates/library.ts', 'src/main/assets/leaf.ts'],
  ['updater-in-updates', 'src/main/shell/updater.ts', 'electron-updater'],
  ['hub-stands-alone', 'src/main/hub/library.ts', 'src/main/assets/leaf.ts'],
  ['engine-stands-alone', 'src/main/engine/library.ts', 'src/main/assets/leaf.ts'],
  ['home-comes-first', 'src/main/pending-changes/database.ts', 'src/main/database/leaf.ts'],
  ['automation-is-a-door', 'src/main/automation/ipc.ts', 'src/main/ipc/leaf.ts'],
  ['agents-are-a-door', 'src/main/jobs/agents.ts', 'src/main/mcp/leaf.ts'],
  ['agents-stand-alone', 'src/main/mcp/service.ts', 'src/main/assets/leaf.ts'],
  ['ipc-takes-types', 'src/main/ipc/service.ts', 'src/main/assets/leaf.ts'],
  ['services-are-types', 'src/main/jobs/maker.ts', 'src/main/assets/assets.ts'],
  ['shell-is-the-top', 'src/main/jobs/shell.ts', 'src/main/shell/leaf.ts'],
  ['secrets-are-private', 'src/main/ipc/keys.ts', 'keytar'],
  ['sharp-with-own-memory', 'src/main/imaging/child/pixels.ts', 'sharp'],
  ['main-never-decodes', 'src/main/assets/pixels.ts', 'src/main/platform/pure/sharp.ts'],
  ['models-run-beside', 'src/main/assets/model.ts', 'onnxruntime-node'],
  ['database-in-its-worker', 'src/main/assets/sql.ts', 'node:sqlite'],
  ['child-without-electron', 'src/main/imaging/child/app.ts', 'electron'],
  ['database-worker-alone', 'src/main/database/worker/out.ts', 'src/main/assets/leaf.ts'],
  ['storage-worker-alone', 'src/main/storage/worker/out.ts', 'src/main/assets/leaf.ts'],
  ['imaging-child-alone', 'src/main/imaging/child/out.ts', 'src/main/platform/leaf.ts'],
  ['vision-child-alone', 'src/main/vision/child/out.ts', 'src/main/platform/leaf.ts'],
  ['window-not-main', 'src/renderer/client/main.ts', 'src/main/assets/leaf.ts'],
  ['window-without-electron', 'src/renderer/client/app.ts', 'electron'],
  ['window-without-node', 'src/renderer/lib/path.ts', 'node:path'],
  ['window-without-zod', 'src/renderer/client/zod.ts', 'zod'],
  ['contract-as-types', 'src/renderer/client/value.ts', 'src/shared/contract/leaf.ts'],
  ['features-stand-alone', `${feature}/studio/sibling.ts`, `${feature}/gallery/leaf.ts`],
  ['features-below-app', `${feature}/studio/up.ts`, 'src/renderer/app/leaf.ts'],
  ['ui-is-presentational', 'src/renderer/ui/client.ts', 'src/renderer/client/leaf.ts'],
  ['client-below-features', 'src/renderer/client/up.ts', `${feature}/gallery/leaf.ts`],
  ['lib-is-pure', 'src/renderer/lib/react.ts', 'react'],
  ['editor-below-features', `${editor}/session/feature.ts`, `${feature}/canvas/leaf.ts`],
  ['editor-document', `${editor}/document/raster.ts`, `${editor}/raster/leaf.ts`],
  ['editor-raster', `${editor}/raster/tools.ts`, `${editor}/tools/leaf.ts`],
  ['editor-tools', `${editor}/tools/view.ts`, `${editor}/view/leaf.ts`],
  ['editor-session', `${editor}/session/view.ts`, `${editor}/view/leaf.ts`],
  ['editor-without-react', `${editor}/session/react.ts`, 'react'],
  ['editor-store-in-session', `${editor}/view/store.ts`, 'zustand'],
  ['konva-in-view', `${editor}/tools/konva.ts`, 'konva'],
  ['source-without-tests', 'src/main/assets/support.ts', 'test/support/leaf.ts'],
  ['resolvable', 'src/main/assets/nowhere.ts', 'src/main/assets/not-there.ts'],
  ['enter-through-index:src/main/database', 'src/main/assets/deep.ts', 'src/main/database/inside.ts'],
  [`enter-through-index:${feature}/models`, 'src/renderer/app/deep.ts', `${feature}/models/inside.ts`],
]

function importLine(from: string, to: string, keyword = ''): string {
  const target = /^(src|test)\//.test(to) ? relativeImport(from, to) : to
  return `import ${keyword}{ a } from '${target}'\nexport const b = a\n`
}

function relativeImport(from: string, to: string): string {
  return `${'../'.repeat(from.split('/').length - 1)}${to}`
}

describe('layer rules', () => {
  it('report each forbidden import, one per rule', () => {
    const index = "export { a } from './inside.ts'\n"
    const files: Record<string, string> = { 'src/main/database/index.ts': index, [`${feature}/models/index.ts`]: index }
    for (const [, from, to] of violations) {
      files[from] = importLine(from, to)
      if (/^(src|test)\//.test(to) && !to.includes('not-there')) files[to] = leaf
    }
    const { code, text } = check(files)
    const missed = violations.filter(([rule, from]) => !text.includes(`${rule}: ${from} → `))
    expect(missed).toEqual([])
    expect(code).toBe(1)
  })

  it('report a cycle', () => {
    const { code, text } = check({
      'src/main/assets/a.ts': "import { b } from './b.ts'\nexport const a = (): unknown => b\n",
      'src/main/assets/b.ts': "import { a } from './a.ts'\nexport const b = (): unknown => a\n",
    })
    expect(text).toContain('no-cycles: src/main/assets/a.ts')
    expect(code).toBe(1)
  })

  it('allow permitted imports', () => {
    const from = 'src/main/ipc/handler.ts'
    const studio = `${feature}/studio/studio.ts`
    const adapter = 'src/main/providers/lumen/photo/photo.ts'
    const sharedByFamily = 'src/main/providers/lumen/shared/sign-in.ts'
    const { code, text } = check({
      'src/main/assets/assets.ts': leaf,
      'src/shared/util/leaf.ts': leaf,
      [from]: importLine(from, 'src/main/assets/assets.ts', 'type '),
      'src/main/jobs/runner.ts': importLine('src/main/jobs/runner.ts', 'src/main/assets/assets.ts', 'type '),
      'src/renderer/editor/session/session.ts': leaf,
      [studio]: importLine(studio, 'src/renderer/editor/session/session.ts'),
      [sharedByFamily]: leaf,
      [adapter]: importLine(adapter, sharedByFamily),
      [`${feature}/models/index.ts`]: leaf,
      [`${feature}/models/inside.ts`]: leaf,
      'src/renderer/app/late.ts': "export const late = () => import('../features/models/inside.ts')\n",
      'src/renderer/lib/plain.ts': importLine('src/renderer/lib/plain.ts', 'src/shared/util/leaf.ts'),
    })
    expect(text).toContain('0 violations')
    expect(code).toBe(0)
  })

  it('fail when no module is found', () => {
    const { code, text } = check({})
    expect(text).toContain('saw no module')
    expect(code).toBe(1)
  })

  it('each have an example in this file', () => {
    const config: unknown = createRequire(import.meta.url)(join(projectRoot, '.dependency-cruiser.cjs'))
    const names = (config as { forbidden: { name: string }[] }).forbidden.map((rule) => rule.name.replace(/:.*/, ''))
    const shown = new Set([...violations.map(([rule]) => rule.replace(/:.*/, '')), 'no-cycles'])
    expect(names.filter((name) => !shown.has(name))).toEqual([])
    expect(names.length).toBeGreaterThan(40)
  })
})

describe('compiler', () => {
  it('is a version that the rule checker can load', () => {
    const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
    expect(Number(manifest.devDependencies.typescript.split('.')[0])).toBeLessThan(7)
  })
})
