import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { describe, expect, it } from 'vitest'
import { fakeCard } from '../../support/fake-providers.ts'
import { openRealStudio } from '../../support/real-studio.ts'
import { createTemporaryHome } from '../../support/temporary-home.ts'
import {
  edge,
  hole,
  inPlace,
  reached,
  request,
  shiftedAndTinted,
  size,
  unrelated,
  withDisc,
  withEditStudio,
} from '../../support/edit-studio.ts'

const edits = withEditStudio()
const { importImage, paint, run, pathOf, differences } = edits

describe('a kept response', () => {
  it('can be reblended any number of times for free, and stays unchanged', async () => {
    const sourceId = await importImage()
    paint(shiftedAndTinted)
    const { asset: first } = await run(request(sourceId))
    const raw = await readFile(await pathOf(first.id, 'answer'))
    const painted = await readFile(await pathOf(first.id, 'painted'))
    let last = first
    for (const [round, match] of [0, 0.5, 1].entries()) {
      const blend = { ...last.recipe.edit!.blend, match, softenPx: 4 * round }
      const reblending = {
        documentId: null,
        assetId: last.id,
        growPx: round,
        featherPx: 4 * round,
        blend,
        maskPng: null,
      }
      const { url, box } = await edits.studio.jobs.edits.preview(reblending, new AbortController().signal)
      expect(box.x).toBeLessThanOrEqual(hole.x)
      const [, previewId, revision] = /preview\/([^/]+)\/(\d+)$/.exec(url)!
      const rendered = edits.studio.jobs.preview(previewId as never, Number(revision))!
      expect((await sharp(rendered.bytes).metadata()).width).toBeGreaterThan(0)
      const { id } = await edits.studio.jobs.edits.reblend(reblending)
      const job = await edits.studio.jobs.finished(id)
      expect(job).toMatchObject({ state: 'done', provider: 'reblend', wasSent: false, isBilled: 'no', costUsd: 0 })
      const next = await edits.studio.store.assets.records.require(job.resultId!)
      expect(next).toMatchObject({
        parentId: sourceId,
        hasRawAnswer: true,
        recipe: { provider: 'openai', changedOutside: 0, edit: { reblendOf: first.id, blend: { match } } },
      })
      expect((await differences(sourceId, next.id, reached)).outside).toBe(0)
      expect(await readFile(await pathOf(next.id, 'answer'))).toEqual(raw)
      expect(await readFile(await pathOf(next.id, 'painted'))).toEqual(painted)
      last = next
    }
    expect(edits.studio.providers.service('openai').seen.submitted).toHaveLength(1)
    // The first result may be purged: the response has its own file for each result.
    await edits.studio.store.assets.trash.purge([first.id])
    await edits.studio.store.assets.files.sweep()
    expect(await readFile(await pathOf(last.id, 'answer'))).toEqual(raw)
    expect(await readFile(await pathOf(last.id, 'painted'))).toEqual(painted)
  })

  it('is saved in a project file, and can be reblended in another library', { tags: 'full' }, async () => {
    const sourceId = await importImage()
    paint(shiftedAndTinted)
    const { asset: edit } = await run(request(sourceId))
    const file = join(edits.home.paths.root, 'edit.atelier')
    const document = await edits.studio.store.documents.open(edit.id)
    await edits.studio.store.documents.saveProject(document.id, file, 'atelier')
    const painted = await readFile(await pathOf(edit.id, 'painted'))

    const otherHome = await createTemporaryHome()
    const otherStudio = openRealStudio(otherHome.paths)
    try {
      const { opened, failed } = await otherStudio.store.documents.openProjects([file])
      expect(failed).toEqual([])
      const { assets } = otherStudio.store
      const importedEdit = await assets.records.require(opened[0]!.baseId)
      expect(await assets.records.require(importedEdit.parentId!)).toMatchObject({ name: 'photo', ...size })
      expect(await readFile((await assets.files.locate(importedEdit.id, 'painted')).path)).toEqual(painted)
      const blend = { ...edit.recipe.edit!.blend, match: 0 }
      const reblending = { documentId: null, assetId: importedEdit.id, ...edge, blend, maskPng: null }
      const { id } = await otherStudio.jobs.edits.reblend(reblending)
      expect(await otherStudio.jobs.finished(id)).toMatchObject({ state: 'done', costUsd: 0 })
      const [reblended] = await assets.records.children(importedEdit.parentId!)
      expect(reblended).toMatchObject({ recipe: { changedOutside: 0, edit: { reblendOf: importedEdit.id } } })
      expect(reblended!.recipe.changedInside).toBeGreaterThan(hole.widthPx * hole.heightPx * 0.9)
    } finally {
      await otherStudio.close()
      await otherHome.remove()
    }
  })

  it('of a model without mask input is never reported as ignoring the mask', async () => {
    const sourceId = await importImage()
    edits.studio.providers.service('openai').card = fakeCard('openai-1', { sizes: { kind: 'source' }, mask: 'no' })
    paint(unrelated)
    const { asset } = await run(request(sourceId))
    expect(asset.recipe.edit).toMatchObject({ maskVerdict: 'unknown' })
    const blend = { ...asset.recipe.edit!.blend, isForced: true }
    const { id } = await edits.studio.jobs.edits.reblend({
      documentId: null,
      assetId: asset.id,
      ...edge,
      blend,
      maskPng: null,
    })
    const pasted = await edits.studio.store.assets.records.require((await edits.studio.jobs.finished(id)).resultId!)
    expect(pasted.recipe.edit).toMatchObject({ maskVerdict: 'unknown' })
  })

  it('has a heat map of its changes', async () => {
    const sourceId = await importImage()
    paint(withDisc)
    const { asset } = await run(request(sourceId, { blend: inPlace }))
    const { data, info } = await sharp(await pathOf(asset.id, 'heat'))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([size.widthPx, size.heightPx])
    const alphaAt = (x: number, y: number) => data[(y * info.width + x) * 4 + 3]!
    expect([alphaAt(10, 10) === 0, alphaAt(240, 180) > 0]).toEqual([true, true])
    await expect(pathOf(sourceId, 'heat')).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})
