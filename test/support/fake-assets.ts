import type { Assets } from '../../src/main/assets/assets.ts'
import type { ExportResult } from '../../src/main/assets/exports.ts'

type SomeAssets = { readonly [Part in keyof Assets]?: Partial<Assets[Part]> }

/** Implements the parts of the service that a test needs; any other call fails with “not a function”. */
export function fakeAssets(parts: SomeAssets): Assets {
  return parts as Assets
}

/** The library functions a queue needs, in one object. */
export interface FlatAssets {
  load: Assets['records']['load']
  require: Assets['records']['require']
  children: Assets['records']['children']
  locate: Assets['files']['locate']
  add: Assets['results']['add']
  receive: Assets['results']['receive']
  keep: Assets['results']['keep']
  drop: Assets['results']['drop']
  reclaim: Assets['results']['reclaim']
  trash: Assets['trash']['add']
  restore: Assets['trash']['restore']
}

/** Looks functions up on each call, so that they can be spied on and replaced. */
export function assetsFrom(flat: FlatAssets): Assets {
  return fakeAssets({
    records: {
      load: (ids) => flat.load(ids),
      require: (id) => flat.require(id),
      children: (id) => flat.children(id),
    },
    files: { locate: (id, rendition) => flat.locate(id, rendition) },
    results: {
      add: (result) => flat.add(result),
      receive: (...input) => flat.receive(...input),
      keep: (received) => flat.keep(received),
      drop: (received) => flat.drop(received),
      reclaim: (ids) => flat.reclaim(ids),
    },
    trash: { add: (ids) => flat.trash(ids), restore: (ids) => flat.restore(ids) },
  })
}

export const nothingExported: ExportResult = {
  written: [],
  conflicts: [],
  skipped: [],
  failed: [],
  left: [],
  notes: [],
}
