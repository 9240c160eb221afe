import { describe, expect, it } from 'vitest'
import { sniffFormat } from './sniff-format.ts'

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
const box = (brands: string): Buffer => latin1(`\0\0\0\x1cftyp${brands}`)

function refusalOf(head: Buffer): string | null {
  const sniffed = sniffFormat(head)
  return sniffed !== null && 'refused' in sniffed ? sniffed.refused({ name: 'a.png' }) : null
}

describe('sniffFormat', () => {
  it.each([
    ['png', latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')],
    ['jpeg', latin1('\xff\xd8\xff\xe1..Exif')],
    ['gif', latin1('GIF89a\x01\0\x01\0')],
    ['webp', latin1('RIFF\x24\0\0\0WEBPVP8 ')],
    ['tiff', latin1('II*\0\x08\0\0\0')],
    ['tiff', latin1('MM\0*\0\0\0\x08')],
    ['avif', box('avif\0\0\0\0avifmif1miaf')],
    ['avif', box('mif1\0\0\0\0mif1avifmiaf')],
  ])('accepts %s by its first bytes', (format, head) => {
    expect(sniffFormat(head)).toEqual({ accepted: format })
  })

  it.each([
    ['a HEIC image', box('heic\0\0\0\0mif1heic\0\0\0\0')],
    ['a video file', box('isom\0\0\0\0isomiso2mp41')],
    ['a camera raw file', box('crx \0\0\0\x01crx isom\0\0\0\0')],
    ['a camera raw file', latin1('II*\0\x10\0\0\0CR\x02\0')],
    ['a BMP image', latin1('BM\x36\0\0\0')],
    ['a Photoshop document', latin1('8BPS\0\x01')],
    ['a PDF document', latin1('%PDF-1.7')],
    ['an SVG drawing', Buffer.from('\uFEFF<?xml version="1.0"?>\n<svg xmlns="x">')],
    ['an SVG drawing', Buffer.from('  <svg width="1">')],
    ['a web page', Buffer.from('<!DOCTYPE html><p>')],
    ['a text file', Buffer.from('Grüße, this is not an image')],
    ['a sound or video file', latin1('RIFF\x24\0\0\0WAVEfmt ')],
    ['a ZIP archive, or a document in one', latin1('PK\x03\x04')],
  ])('refuses %s by name', (what, head) => {
    expect(refusalOf(head)).toBe(`“a.png” is ${what}.`)
  })

  it('recognizes text truncated inside a character', () => {
    expect(refusalOf(Buffer.from('Grüße').subarray(0, 3))).toBe('“a.png” is a text file.')
  })

  it('returns null for unknown bytes', () => {
    expect(sniffFormat(Buffer.from([1, 2, 3, 0, 5, 6, 7, 8]))).toBeNull()
  })
})
