import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { t5 } from '../../support/models/encoders.ts'
import { miniT2i } from '../../support/models/image-models.ts'
import { writeSafetensors } from '../../support/models/write-model.ts'
import { runCommand } from '../../support/run-command.ts'

let folder: string
const atelier = (...args: string[]) => runCommand(args, { home: join(folder, 'home'), cwd: folder })

beforeAll(async () => {
  // Resolved as the program sees it: on macOS the temporary folder is a symbolic link.
  folder = await realpath(await mkdtemp(join(tmpdir(), 'atelier-models-')))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('remembers a model folder in the settings, lists its models, and forgets it', async () => {
  const models = join(folder, 'models')
  writeSafetensors(join(models, 'minit2i.safetensors'), miniT2i())
  writeSafetensors(join(models, 'flan-t5-large.safetensors'), t5(1_024))
  const readSettings = async () => JSON.parse(await readFile(join(folder, 'home', 'settings.json'), 'utf8')) as object

  const imported = await atelier('models', 'import', 'models')
  expect(imported).toEqual({ code: 0, out: `${models}: 1 model, 1 complete\n`, err: '' })
  expect(await readSettings()).toMatchObject({ modelFolders: [models] })
  const listed = await atelier('models', 'list', '--json')
  expect(JSON.parse(listed.out)).toMatchObject({
    model_folders: [models],
    local_models: { models: [{ id: 'minit2i', family: 'minit2i', ready: true, steps: 100 }] },
  })
  expect(await atelier('models', 'forget', 'models')).toMatchObject({ code: 0, err: '' })
  expect(await readSettings()).toMatchObject({ modelFolders: [] })
  expect(await atelier('models', 'list', '--folder', 'gone')).toMatchObject({ code: 2, out: '' })
})
