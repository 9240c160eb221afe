import { WebContentsView, type WebContents } from 'electron'
import { pathToFileURL } from 'node:url'
import { AppError } from '../../shared/errors/index.ts'
import { findRareCharacters, probePage } from './glyph-probe.ts'

export interface PrintedPage {
  readonly widthIn: number
  readonly heightIn: number
}

/** Turns pages of our own making into print: the same engine that draws the window sets the type, in every script. */
export interface PagePrinter {
  /** All of a page's sheets in one PDF. */
  toPdf(htmlPath: string, page: PrintedPage): Promise<Buffer>
  /** One PNG for each sheet, from top to bottom. */
  toPngs(htmlPath: string, page: PrintedPage, sheets: number): Promise<Buffer[]>
  /** The characters of these texts that no installed font has: they are printed as an empty box, or not at all. */
  findMissingCharacters(texts: readonly string[]): Promise<string[]>
}

/** CSS pixels to the inch, and how many of a PNG's pixels go into one: 192 to the inch together. */
const cssPxPerIn = 96
const pngScale = 2

export function createPagePrinter(): PagePrinter {
  return {
    toPdf: (htmlPath, { widthIn, heightIn }) =>
      withPage(pathToFileURL(htmlPath).href, (page) =>
        page.printToPDF({
          pageSize: { width: widthIn, height: heightIn },
          margins: { top: 0, bottom: 0, left: 0, right: 0 },
          printBackground: true,
          preferCSSPageSize: true,
          // Headings, figures and captions as such, for screen readers.
          generateTaggedPDF: true,
        }),
      ),
    toPngs: (htmlPath, page, sheets) =>
      withPage(pathToFileURL(htmlPath).href, async (webContents) => {
        webContents.debugger.attach('1.3')
        const pictures: Buffer[] = []
        for (let sheet = 0; sheet < sheets; sheet++) {
          const width = page.widthIn * cssPxPerIn
          const height = page.heightIn * cssPxPerIn
          const clip = { x: 0, y: sheet * height, width, height, scale: pngScale }
          const how = { format: 'png', captureBeyondViewport: true, clip }
          const answer: unknown = await webContents.debugger.sendCommand('Page.captureScreenshot', how)
          pictures.push(Buffer.from((answer as { data: string }).data, 'base64'))
        }
        return pictures
      }),
    findMissingCharacters: async (texts) => {
      const characters = findRareCharacters(texts)
      if (characters.length === 0) return []
      const html = Buffer.from(probePage(characters)).toString('base64')
      return withPage(`data:text/html;base64,${html}`, async (page) => {
        const [isProbeLoaded, ...areMissing] = await findProbeGlyphs(page)
        if (isProbeLoaded !== true) throw new AppError('internal/bug', 'The probe font did not load.')
        return characters.filter((_, at) => areMissing[at])
      })
    },
  }
}

/** For each `b` of a page, whether it is drawn with the page's own font. */
async function findProbeGlyphs({ debugger: devTools }: WebContents): Promise<boolean[]> {
  devTools.attach('1.3')
  await devTools.sendCommand('DOM.enable')
  await devTools.sendCommand('CSS.enable')
  const { root } = (await devTools.sendCommand('DOM.getDocument', { depth: 0 })) as { root: { nodeId: number } }
  const query = { nodeId: root.nodeId, selector: 'b' }
  const { nodeIds } = (await devTools.sendCommand('DOM.querySelectorAll', query)) as { nodeIds: number[] }
  return Promise.all(
    nodeIds.map(async (nodeId) => {
      const answer: unknown = await devTools.sendCommand('CSS.getPlatformFontsForNode', { nodeId })
      const { fonts } = answer as { fonts: { familyName: string; isCustomFont: boolean }[] }
      // macOS has a font of its own for what no other font has.
      return fonts.some(({ familyName, isCustomFont }) => isCustomFont || /^\.?LastResort$/.test(familyName))
    }),
  )
}

/**
 * A page nobody sees, without scripts, that can reach nothing but the files beside it. It has no window: without a display
 * there is no place for one, and its closing would end a program that has no other.
 */
async function withPage<T>(url: string, work: (page: WebContents) => Promise<T>): Promise<T> {
  const { webContents } = new WebContentsView({
    webPreferences: {
      offscreen: true,
      javascript: false,
      sandbox: true,
      partition: 'print',
      backgroundThrottling: false,
    },
  })
  try {
    await webContents.loadURL(url)
    return await work(webContents)
  } catch (thrown) {
    throw new AppError('internal/bug', 'The pages could not be drawn. Nothing was written.', { cause: thrown })
  } finally {
    webContents.close()
  }
}
