/**
 * The style of pdf.js, as its maker wrote it.
 *
 * It is kept from PostCSS, whose mixins take minutes for it, and put in a layer: it says things about the whole page, its
 * color scheme for one, that are ours to say. Its pictures are those of tools that are not shown here.
 */
import css from 'pdfjs-dist/web/pdf_viewer.css?raw';

const sheet = new CSSStyleSheet();
sheet.replaceSync(`@layer pdfjs { ${css.replaceAll(/url\(["']?images\/[^)]*\)/g, 'none')} }`);
document.adoptedStyleSheets.push(sheet);
