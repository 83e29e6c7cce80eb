export default { printWidth: 130, trailingComma: "all", proseWrap: "preserve" };
