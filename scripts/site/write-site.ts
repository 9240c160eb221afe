import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { projectRoot } from '../setup/project.mjs'
import { buildSite, imageFolders } from './build-site.ts'

const folder = join(projectRoot, 'dist', 'site')
const pages = await buildSite()
await rm(folder, { recursive: true, force: true })
for (const [path, html] of pages) {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), html)
}
const docs = join(projectRoot, 'docs')
for (const images of imageFolders) await cp(join(docs, images), join(folder, images), { recursive: true })
for (const name of (await readdir(docs)).filter((each) => each.endsWith('.json')))
  await cp(join(docs, name), join(folder, name))
process.stdout.write(`${pages.size} pages in dist/site\n`)
