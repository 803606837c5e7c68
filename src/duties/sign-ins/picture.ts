import { z } from 'zod'

/** A code as a picture to point a phone at (ISO/IEC 18004). */

export const PictureFormat = z.enum(['svg', 'png']).default('svg')
export type PictureFormat = z.infer<typeof PictureFormat>

/** What goes before the code in the picture, so that any camera opens the page that signs in. */
export const LinkBefore = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[\w.:/-]+\/$/)
  .optional()
  .meta({
    description: 'Address before the code, ending in `/`; without it the picture holds the code alone.',
    example: 'https://lvzhi.example.gov.cn/s/',
  })

export const TYPES: Record<PictureFormat, string> = { svg: 'image/svg+xml', png: 'image/png' }

/** Side of a PNG in pixels: read from the back of a hall. */
const SIDE = 720

/** The picture of a text, black on white with the quiet zone that readers need. */
export async function pictureOf(text: string, format: PictureFormat): Promise<Buffer> {
  const { default: qr } = await import('qrcode')
  const options = { errorCorrectionLevel: 'M', margin: 4 } as const
  if (format === 'png') return qr.toBuffer(text, { ...options, type: 'png', width: SIDE })
  return Buffer.from(await qr.toString(text, { ...options, type: 'svg' }))
}
