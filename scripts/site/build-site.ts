import { readdir, readFile } from 'node:fs/promises'
import { basename, join, posix } from 'node:path'
import { compiler } from 'markdown-to-jsx/html'
import { keySettingsSchema } from '../../src/shared/domain/settings.ts'
import { bindingCaps } from '../../src/renderer/lib/keymap/binding-names.ts'
import { createKeymap } from '../../src/renderer/lib/keymap/keymap.ts'
import { projectRoot } from '../setup/project.mjs'
import { css } from './style.ts'

/** A page of the site, before it is laid out. */
interface Source {
  /** In the site: `help/en/masks.html`. */
  readonly path: string
  readonly title: string
  readonly markdown: string
  readonly group: Group
}

type Group = 'guide' | 'manual' | 'reference' | 'program'

const groupTitles: Readonly<Record<Group, string>> = {
  guide: 'Tasks',
  manual: 'Manual',
  reference: 'Reference',
  program: 'For developers',
}

/** Pages of `docs/` for people who use Atelier; the others are for those who change it. */
const reference = [
  'features',
  'providers',
  'keys',
  'local-models',
  'configuration',
  'prompts',
  'scripts',
  'command-line',
  'commands',
  'agents',
  'tools',
  'client',
  'comfyui-workflows',
  'accessibility',
  'threat-model',
  'comparison',
]
const languageNames: Readonly<Record<string, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  zh: '简体中文',
}

/** Folders of `docs/` that the site has copies of. */
export const imageFolders = ['images', 'charts']

const keymap = createKeymap(keySettingsSchema.parse({}))
const docs = join(projectRoot, 'docs')

/** The site as files: path → content. Links between pages of `docs/` lead to their pages in the site. */
export async function buildSite(): Promise<ReadonlyMap<string, string>> {
  const languages = (await readdir(join(docs, 'help'))).toSorted()
  const manuals = await Promise.all(languages.map(readManual))
  const others = await readOthers()
  const pages = new Map<string, string>([['style.css', css]])
  for (const [at, manual] of manuals.entries()) {
    for (const page of manual)
      pages.set(page.path, layOut(page, [...manual, ...others], languages[at] ?? 'en', languages))
  }
  const english = manuals[languages.indexOf('en')] ?? []
  for (const page of others) pages.set(page.path, layOut(page, [...english, ...others], 'en', []))
  const front = await readSource(join(docs, 'index.md'), 'index.html', 'guide')
  pages.set('index.html', layOut(front, [...english, ...others], 'en', []))
  return pages
}

async function readManual(language: string): Promise<Source[]> {
  const files = (await readdir(join(docs, 'help', language))).toSorted()
  return Promise.all(
    files.map((file) => {
      return readSource(join(docs, 'help', language, file), `help/${language}/${withoutNumber(file)}.html`, 'manual')
    }),
  )
}

async function readOthers(): Promise<Source[]> {
  const names = (await readdir(docs))
    .filter((name) => name.endsWith('.md') && name !== 'index.md')
    .map((name) => basename(name, '.md'))
  const folders = ['adr', 'translating']
  const inFolders = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(docs, folder))).filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`),
    ),
  )
  const ordered = [
    ...reference.filter((name) => names.includes(name)),
    ...names.filter((name) => !reference.includes(name)),
  ]
  const tasks = (await readdir(join(docs, 'guide'))).toSorted()
  return Promise.all([
    ...tasks.map((file) => readSource(join(docs, 'guide', file), `guide/${withoutNumber(file)}.html`, 'guide')),
    ...ordered.map((name) =>
      readSource(join(docs, `${name}.md`), `${name}.html`, reference.includes(name) ? 'reference' : 'program'),
    ),
    readSource(join(projectRoot, 'CHANGELOG.md'), 'CHANGELOG.html', 'reference'),
    ...['ARCHITECTURE', 'CONTRIBUTING', 'SECURITY'].map((name) =>
      readSource(join(projectRoot, `${name}.md`), `${name}.html`, 'program'),
    ),
    ...inFolders.flat().map((name) => readSource(join(docs, name), name.replace(/\.md$/, '.html'), 'program')),
  ])
}

async function readSource(file: string, path: string, group: Group): Promise<Source> {
  const markdown = await readFile(file, 'utf8')
  return { path, group, markdown, title: /^# (.+)$/m.exec(markdown)?.[1] ?? basename(path, '.html') }
}

/** Numbers order the files of the manual and of the tasks; decisions keep theirs. */
const withoutNumber = (file: string) => file.replace(/^\d{2}-/, '').replace(/\.md$/, '')

/** Decisions and lists of terms are reached from the pages that name them. */
const isListed = ({ path }: Source) => !/^(?:adr|translating)\//.test(path)

function layOut(page: Source, listed: readonly Source[], language: string, languages: readonly string[]): string {
  const to = (path: string) => posix.relative(posix.dirname(page.path), path)
  const groups = (Object.keys(groupTitles) as Group[]).map((group) => {
    const links = listed
      .filter((each) => each.group === group && isListed(each))
      .map(
        ({ path, title }) =>
          `<a href="${to(path)}"${path === page.path ? ' aria-current="page"' : ''}>${escape(title)}</a>`,
      )
    return `<h2>${groupTitles[group]}</h2>\n${links.join('\n')}`
  })
  const choices = languages.map((each) => {
    const path = page.path.replace(/^help\/\w+\//, `help/${each}/`)
    return `<a lang="${each}" href="${to(path)}">${languageNames[each] ?? each}</a>`
  })
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(page.title)} – Atelier</title>
<link rel="stylesheet" href="${to('style.css')}">
<header><a class="home" href="${to('index.html')}">Atelier</a> <a href="#pages">All pages</a></header>
<main>
${choices.length > 1 ? `<p class="languages">${choices.join(' ')}</p>\n` : ''}${toHtml(page)}
</main>
<nav id="pages" aria-label="Pages">
<a class="home" href="${to('index.html')}">Atelier</a>
${groups.join('\n')}
</nav>
</html>
`
}

function toHtml({ path, markdown }: Source): string {
  const withKeys = markdown
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/`key:([^`]+)`/g, (_mark, id: string) => keysAsText(id))
    // Files of the repository are named, not linked to: the site stands alone.
    .replaceAll(/\[([^\]]+)\]\((?:\.\.\/)*(?:src|test|bench|scripts|resources)\/[^)]*\)/g, '$1')
  const html = compiler(withKeys, { disableParsingRawHTML: true, forceBlock: true, wrapper: null, slugify: anchorOf })
  return html
    .replaceAll(/(href|src)="([^"]*)"/g, (_whole, name: string, target: string) => `${name}="${linkOf(path, target)}"`)
    .replaceAll(/<img ([^>]*?)\/?>/g, (_whole, attributes: string) => pictureOf(attributes))
}

/** A screenshot is there in both themes: the one of the reader’s is shown. */
function pictureOf(attributes: string): string {
  const light = /src="([^"]+)-light\.webp"/.exec(attributes)?.[1]
  if (light === undefined) return `<img ${attributes}>`
  const source = `<source srcset="${light}-dark.webp" media="(prefers-color-scheme: dark)">`
  const picture = `<picture>${source}<img width="1280" height="800" loading="lazy" ${attributes}></picture>`
  // On a phone it is too small to read: a tap shows it alone.
  return `<a href="${light}-light.webp">${picture}</a>`
}

/** As the code host makes them, so that links work in both places. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')
}

function keysAsText(id: string): string {
  const [key] = keymap.keysOf(id)
  return key === undefined ? '–' : `\`${bindingCaps(key, false).join('+')}\``
}

function linkOf(from: string, target: string): string {
  if (/^(?:https?:|#)/.test(target)) return target
  const [file = '', heading] = target.split('#')
  if (/\.(?:webp|svg)$/.test(file)) return file
  const anchor = heading === undefined ? '' : `#${heading}`
  const isMade = from.startsWith('help/') && ['diagnostics', 'licenses'].includes(file)
  if (isMade) return '#'
  if (/^(?:docs\/)?adr\/$/.test(file)) return 'adr/0001-record-decisions.html'
  const inDocs = file
    .replace(/^(?:\.\.\/)*docs\//, from.includes('/') ? '../' : '')
    .replace(/^\.\.\/(ARCHITECTURE|CHANGELOG|CONTRIBUTING|SECURITY)/, '$1')
  return `${inDocs.replace(/(^|\/)\d{2}-/, '$1').replace(/\.md$/, '.html')}${anchor}`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
