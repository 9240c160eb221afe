import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { afterEach, expect, it } from 'vitest'
import { dropUnusedSchemas } from '../../scripts/setup/drop-unused-schemas.mjs'
import { projectRoot } from '../../scripts/setup/project.mjs'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Beside the program's own: what is built finds `node_modules` there. */
const out = join(projectRoot, 'out')

/** Returns what is built of `main.ts`. */
async function built(files: Readonly<Record<string, string>>): Promise<string> {
  mkdirSync(out, { recursive: true })
  const folder = mkdtempSync(join(out, 'test-schemas-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    plugins: [dropUnusedSchemas(folder)],
    build: {
      write: false,
      lib: { entry: join(folder, 'main.ts'), formats: ['es'] },
      rollupOptions: {
        treeshake: { moduleSideEffects: (id: string) => !id.startsWith(folder) || id.endsWith('main.ts') },
      },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  return output !== undefined && 'output' in output ? output.output[0].code : ''
}

const size = `import { z } from 'zod'
const sides = ['width', 'height'] as const
export const sideSchema = z.enum(sides)
const px = z.int().min(1)
const shapes = Object.fromEntries(sides.map((side) => [side, px.optional()]))
export const sizeSchema = z.object({ ...shapes, px }).refine((size) => size.px < 9)
export type Size = z.output<typeof sizeSchema>
export const namedSchema = sizeSchema.extend({ name: sizeSchema.shape.px.default(3), sides: z.enum([...sideSchema.options, 'any']) })
export const usual: Size = namedSchema.parse({ px: 1, sides: 'any' })
export const pxOf = (size: Size): number => size.px * 2
`

it('leaves schemas and zod out where only functions beside them are used', async () => {
  const code = await built({
    'size.ts': size,
    'main.ts': "import { pxOf } from './size.ts'\nconsole.log(pxOf({ px: 4 }))\n",
  })
  expect(code).toContain('console.log')
  expect(code).not.toMatch(/_zod|invalid_union|width/)
})

it('keeps the schemas that are used, with all that they are made of', async () => {
  const main =
    "import { namedSchema } from './size.ts'\nexport const found = namedSchema.parse({ px: 4, sides: 'width' })\n"
  const code = await built({ 'size.ts': size, 'main.ts': main })
  const { found } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
  expect(found).toEqual({ px: 4, name: 3, sides: 'width' })
})
