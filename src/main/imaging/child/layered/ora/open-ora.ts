import { basename, extname } from 'node:path'
import * as messages from '../../../../../shared/messages/en/layered-files.ts'
import type { OpenedProject } from '../../../imaging.ts'
import type { ByteBudget } from '../../source/byte-budget.ts'
import { decodeImage } from '../../source/decode-image.ts'
import { inspectImage } from '../../source/inspect-image.ts'
import { bytesSource } from '../../source/image-source.ts'
import { importLayered, type FoundGroup, type FoundLayer } from '../layered-import.ts'
import type { DrawnImage } from '../image-rows.ts'
import type { ZipReader } from '../zip/zip-reader.ts'
import { parseXml, type XmlElement } from './stack-xml.ts'

const stackBytesMax = 4 * 2 ** 20
const imageBytesMax = 1024 * 2 ** 20
const layersMax = 1_000

/** Properties of enclosing groups that also apply to a layer. */
interface Group {
  readonly isVisible: boolean
  readonly opacity: number
}

export async function openOra(
  zip: ZipReader,
  path: string,
  folder: string,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<OpenedProject> {
  const image = parseXml((await zip.read('stack.xml', stackBytesMax)).toString('utf8'))
  const stack = image?.children.find(({ name }) => name === 'stack')
  if (image?.name !== 'image' || stack === undefined) throw zip.damaged()
  const size = { widthPx: wholeNumber(image, 'w', 0), heightPx: wholeNumber(image, 'h', 0) }
  const layers: FoundLayer[] = []
  const groups: FoundGroup[] = []
  const load = (file: string) => loadLayer(zip, file, signal)
  collect(stack, { isVisible: true, opacity: 1 }, { layers, groups }, load)
  if (layers.length > layersMax) throw zip.damaged()
  const name = basename(path, extname(path))
  // The merged image and one layer, each with a copy in the decoder.
  return budget.run(size.widthPx * size.heightPx * 16, signal, () =>
    importLayered({ name, size, layers, groups, icc: null, notes: [] }, folder, signal),
  )
}

/** The stack lists the topmost layer first; groups are flattened in order. */
function collect(
  stack: XmlElement,
  group: Group,
  into: { readonly layers: FoundLayer[]; readonly groups: FoundGroup[] },
  load: (file: string) => Promise<DrawnImage | null>,
): void {
  for (const element of stack.children.toReversed()) {
    const isVisible = group.isVisible && element.attributes.get('visibility') !== 'hidden'
    const own = opacityOf(element)
    const opacity = group.opacity * own
    const name = element.attributes.get('name') || messages.layer
    const isNormal = (element.attributes.get('composite-op') ?? 'svg:src-over') === 'svg:src-over'
    if (element.name === 'stack') {
      const before = into.layers.length
      collect(element, { isVisible, opacity }, into, load)
      // Where layers lie is known only once they are decoded: two may lie over each other.
      const isOpacitySpread = own > 0 && own < 1 && into.layers.length - before > 1
      into.groups.push({ name, isNormal, isOpacitySpread })
    }
    if (element.name !== 'layer') continue
    const file = element.attributes.get('src') ?? ''
    into.layers.push({
      name,
      isVisible,
      opacity,
      isNormal,
      x: wholeNumber(element, 'x', 0),
      y: wholeNumber(element, 'y', 0),
      load: () => load(file),
    })
  }
}

async function loadLayer(zip: ZipReader, file: string, signal: AbortSignal): Promise<DrawnImage | null> {
  const image = await inspectImage(bytesSource(basename(file), await zip.read(file, imageBytesMax)))
  return decodeImage(image, signal)
}

function opacityOf(element: XmlElement): number {
  const opacity = Number(element.attributes.get('opacity') ?? 1)
  return Number.isFinite(opacity) ? Math.min(1, Math.max(0, opacity)) : 1
}

function wholeNumber(element: XmlElement, name: string, missing: number): number {
  const value = Math.round(Number(element.attributes.get(name) ?? missing))
  return Number.isSafeInteger(value) && Math.abs(value) < 1e6 ? value : missing
}
