<?xml version="1.0" encoding="UTF-8"?>
<!-- What xsltproc does of the file of make bench: the rows that kkr-parse makes. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text"/>
  <xsl:template match="/">
    <xsl:text>freq&#9;area&#9;sex&#9;indicator&#9;unit&#9;period&#9;value&#10;</xsl:text>
    <xsl:for-each select="//Obs">
      <xsl:value-of select="concat(../@FREQ, '&#9;', ../@REF_AREA, '&#9;', ../@SEX, '&#9;',
        ../@INDICATOR, '&#9;', ../@UNIT, '&#9;', @TIME_PERIOD, '&#9;', @OBS_VALUE, '&#10;')"/>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
