/** Reading QR codes from pictures: the browser's own detector where it answers, else the decoder we ship. */
interface Detector {
  detect(image: ImageBitmapSource): Promise<readonly { rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

export type ReadQr = (picture: ImageData) => Promise<string | null>;

/**
 * Return a reader.
 *
 * On tablets without Google's services the class exists and still never answers, so it is tried once.
 */
export async function qrReader(): Promise<ReadQr> {
  // Loaded when a camera is wanted: a first page is there sooner without it.
  const { default: decodeQR } = await import("qr/decode.js");
  const readQr = (picture: ImageData) => {
    try {
      return decodeQR(picture);
    } catch {
      return null; // the decoder throws on every picture without a readable code
    }
  };
  const found = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (found) {
    try {
      if ((await found.getSupportedFormats()).includes("qr_code")) {
        const detector = new found({ formats: ["qr_code"] });
        await detector.detect(new ImageData(8, 8));
        return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? readQr(picture);
      }
    } catch {
      // It said that it could, and could not.
    }
  }
  return async (picture) => readQr(picture);
}

/** Collects the keys of a USB scanner, which types a code faster than any hand and ends with Enter. */
export class ScannerKeys {
  static readonly MOST_MS_BETWEEN = 60;
  static readonly LEAST_CHARACTERS = 12;
  #typed = "";
  #last = 0;

  /** Take a key; give the code when Enter ends a burst. `at` is a time in ms. */
  take(key: string, at: number): string | null {
    if (at - this.#last > ScannerKeys.MOST_MS_BETWEEN) this.#typed = "";
    this.#last = at;
    if (key === "Enter") {
      const code = this.#typed;
      this.#typed = "";
      return code.length >= ScannerKeys.LEAST_CHARACTERS ? code : null;
    }
    if (key.length === 1) this.#typed += key;
    return null;
  }
}
