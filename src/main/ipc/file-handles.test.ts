import { describe, expect, it } from 'vitest'
import type { DroppedHandle, FolderHandle, WrittenHandle } from '../../shared/domain/file-handles.ts'
import { createFileHandles } from './file-handles.ts'

const unknown = expect.objectContaining({ code: 'request/invalid' })

describe('file handles', () => {
  it('map back to their path and reveal nothing about it', () => {
    const { folders } = createFileHandles()
    const handle = folders.give('/home/ann/Exports')
    expect(handle).toMatch(/^[\w-]{32}$/)
    expect(folders.require(handle)).toBe('/home/ann/Exports')
    expect(folders.give('/home/ann/Exports')).toBe(handle)
    expect(folders.give('/home/ann/Export')).not.toBe(handle)
  })

  it('are rejected when never issued: a path, a guess, a handle of another run', () => {
    const { folders } = createFileHandles()
    const earlier = createFileHandles().folders.give('/home/ann')
    for (const forged of ['/home/ann', '', 'A'.repeat(32), earlier]) {
      expect(() => folders.require(forged as FolderHandle)).toThrow(unknown)
    }
  })

  it('have one kind: a readable file is not writable', () => {
    const handles = createFileHandles()
    const dropped = handles.dropped(1).give('/home/ann/holiday')
    const written = handles.written(1).give('/home/ann/Exports/a.png')
    expect(() => handles.folders.require(dropped as string as FolderHandle)).toThrow(unknown)
    expect(() => handles.written(1).require(dropped as string as WrittenHandle)).toThrow(unknown)
    expect(() => handles.dropped(1).require(written as string as DroppedHandle)).toThrow(unknown)
  })

  it('belong to one window and end with it', () => {
    const handles = createFileHandles()
    const dropped = handles.dropped(1).give('/home/ann/a.png')
    expect(() => handles.dropped(2).require(dropped)).toThrow(unknown)
    handles.forgetWindow(1)
    expect(() => handles.dropped(1).require(dropped)).toThrow(unknown)
  })

  it('of dropped files are found in any open window', () => {
    const handles = createFileHandles()
    const [first, second] = [handles.dropped(1).give('/home/ann/a.png'), handles.dropped(2).give('/home/ann/b.png')]
    const folder = handles.folders.give('/home/ann/Exports')
    expect([first, second].map(handles.findDropped)).toEqual(['/home/ann/a.png', '/home/ann/b.png'])
    handles.forgetWindow(1)
    expect(handles.findDropped(first)).toBeNull()
    expect(handles.findDropped(folder as string as DroppedHandle)).toBeNull()
  })

  it('are dropped, oldest first, above the limit', () => {
    const dropped = createFileHandles().dropped(1)
    const [first, second] = [dropped.give('/first'), dropped.give('/second')]
    dropped.give('/first')
    for (let count = 0; count < 49_999; count++) dropped.give(`/${count}`)
    expect(dropped.require(first)).toBe('/first')
    expect(() => dropped.require(second)).toThrow(unknown)
  })
})
