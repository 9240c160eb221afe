import { isMap, isNode, isScalar, type Document } from 'yaml'
import { AppError } from '../../../shared/errors/index.ts'
import type { ImportedValue } from './import-configuration.ts'
import { readProviderId } from './provider-names.ts'
import { checkConfiguration, describeProblems, parseYaml, type CheckOptions } from './read-configuration.ts'
import { isSame } from './write-configuration.ts'

/** A value of `atelier.yaml` that an import sets. */
export interface MergedValue extends Pick<ImportedValue, 'from' | 'note' | 'value'> {
  /** In `atelier.yaml`. */
  readonly name: string
  /** What it was; undefined = it was not set. */
  readonly previous: unknown
}

interface Merged {
  readonly text: string
  readonly values: readonly MergedValue[]
}

/**
 * Puts values into the text of `atelier.yaml`, whose comments and order stay. null = there is no file yet.
 * @throws configuration/invalid if the file is not valid as it is
 */
export function mergeConfiguration(
  text: string | null,
  imported: readonly ImportedValue[],
  options: CheckOptions,
): Merged {
  const before = checkConfiguration(text ?? '', options)
  if (before.configuration === null) throw invalid(options, before.problems)
  const { document } = parseYaml(text ?? '')
  const values = imported.map(({ path, value, from, note }) => {
    const place = placeIn(document, path)
    const previous = plainAt(document, place)
    if (!isSame(previous, value)) setValue(document, place, value)
    return { name: place.join('.'), value, previous: previous ?? undefined, from, note }
  })
  const merged = document.toString({ lineWidth: 0 })
  const after = checkConfiguration(merged, options)
  if (after.configuration === null) throw invalid(options, after.problems)
  return { text: merged, values }
}

function invalid({ path }: CheckOptions, problems: Parameters<typeof describeProblems>[1]): AppError {
  return new AppError('configuration/invalid', describeProblems(path, problems).join('\n'))
}

/** A provider may be in the file under another name. */
function placeIn(document: Document, path: readonly string[]): readonly string[] {
  const [block = '', group = '', id = '', ...rest] = path
  const providers = group === 'providers' ? document.getIn([block, group], true) : null
  if (!isMap(providers)) return path
  const names = providers.items.map(({ key }) => String(isScalar(key) ? key.value : key))
  return [block, group, names.find((name) => readProviderId(name) === id) ?? id, ...rest]
}

function plainAt(document: Document, path: readonly string[]): unknown {
  const found = document.hasIn(path) ? document.getIn(path, true) : null
  return isNode(found) ? found.toJS(document) : found
}

function setValue(document: Document, path: readonly string[], value: unknown): void {
  for (let length = 1; length < path.length; length++) {
    // An empty block such as `media:` is a value, which can hold nothing.
    const block = path.slice(0, length)
    if (document.hasIn(block) && plainAt(document, block) === null) document.deleteIn(block)
  }
  const written = document.getIn(path, true)
  // A new node would lose the comment on its line.
  if (isScalar(written) && !Array.isArray(value)) written.value = value
  else document.setIn(path, document.createNode(value))
}
